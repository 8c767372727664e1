"""What a password has to be, and the sentences that say so: short, in the person's language."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _


class LongEnough(password_validation.MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        return _("Kata sandi ini terlalu pendek. Pakai paling sedikit {least} huruf atau angka.").format(
            least=self.min_length
        )

    def get_help_text(self) -> str:
        return _("Paling sedikit {least} huruf atau angka. Empat kata acak mudah diingat dan sulit ditebak.").format(
            least=self.min_length
        )


class UnlikeTheAccount(password_validation.UserAttributeSimilarityValidator):
    """Not the person's own name or address."""

    def get_error_message(self) -> str:
        return _("Kata sandi ini terlalu mirip dengan nama atau email Anda. Pilih yang lain.")

    def get_help_text(self) -> str:
        return _("Jangan mirip dengan nama atau email Anda.")


class Uncommon(password_validation.CommonPasswordValidator):
    """Not one of the passwords that everyone tries first."""

    def get_error_message(self) -> str:
        return _("Kata sandi ini terlalu sering dipakai orang, jadi mudah ditebak. Pilih yang lain.")

    def get_help_text(self) -> str:
        return _("Jangan yang sering dipakai orang, misalnya “rahasia123”.")


class NotOnlyDigits(password_validation.NumericPasswordValidator):
    """Not a number alone."""

    def get_error_message(self) -> str:
        return _("Kata sandi ini hanya angka. Tambahkan huruf.")

    def get_help_text(self) -> str:
        return _("Jangan hanya angka.")
