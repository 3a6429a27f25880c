from django.core.mail.backends.locmem import EmailBackend as LedgerBackend

__all__ = ["LedgerBackend"]
