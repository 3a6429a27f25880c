"""Paper to PDF/UA-1. WeasyPrint is imported inside functions: only workers pay for it."""

from documents.pdf.making import Made, make
from documents.pdf.sources import ResourceRefusedError

__all__ = ["Made", "ResourceRefusedError", "make"]
