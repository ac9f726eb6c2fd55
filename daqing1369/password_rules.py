"""The rule of passwords that this product words itself."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext


class LongEnough(MinimumLengthValidator):
    """As Django's, whose sentences have no Chinese."""

    def get_error_message(self) -> str:
        return gettext("The password is too short: at least %(count)s characters.") % {"count": self.min_length}

    def get_help_text(self) -> str:
        told = gettext("At least %(count)s characters; a few words you remember are better than signs you do not.")
        return told % {"count": self.min_length}
