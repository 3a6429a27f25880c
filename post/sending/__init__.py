"""Handing messages to the mail server: the dialogue, and who sends what when."""
