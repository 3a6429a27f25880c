"""What other systems speak to."""
