"""Text messages: numbers, parts, quiet hours, the gateway, and who sends what when."""
