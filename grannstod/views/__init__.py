"""Grannstöd on a phone or a tablet in the car, and the leader's pages."""
