"""Django's classes that type checkers know as generic and Python doesn't: `ModelAdmin[Area]`, `ModelForm[Area]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.forms import models

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, TabularInline
    from django.forms.models import ModelForm
else:

    class ModelAdmin(admin.ModelAdmin):
        """Django's, subscriptable."""

        def __class_getitem__(cls, _model: object) -> type:
            return cls

    class TabularInline(admin.TabularInline):
        """Django's, subscriptable."""

        def __class_getitem__(cls, _models: object) -> type:
            return cls

    class ModelForm(models.ModelForm):
        """Django's, subscriptable."""

        def __class_getitem__(cls, _model: object) -> type:
            return cls


__all__ = ["ModelAdmin", "ModelForm", "TabularInline"]
