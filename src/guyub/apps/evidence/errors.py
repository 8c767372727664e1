"""What a person can put right when adding proofs; each refusal of a file is a class with a sentence of its own."""

from guyub.errors import DomainError


class OwnProof(DomainError):
    """Nobody checks what they added themselves."""

    code = "evidence-own"
    template = "You added proof {evidence} yourself, or a file of it; somebody else has to check it."
    exit_code = 4


class ReasonMissing(DomainError):
    """A rejection says why, so that the village knows what to mend."""

    code = "evidence-reason-missing"
    template = "Say why proof {evidence} is rejected, in at least {least} letters."


class UnknownItem(DomainError):
    """The proof is to support an item that no instrument here has."""

    code = "evidence-unknown-item"
    template = "'{item}' is no item of {instrument}."


class NoItem(DomainError):
    """A proof supports at least one item."""

    code = "evidence-no-item"
    template = "Choose at least one item that this proof supports."


class DaysCrossed(DomainError):
    """It would be over before it was issued."""

    code = "evidence-days-crossed"
    template = "Valid until {until}, but dated {dated}. Check both days."


class UnknownRecord(DomainError):
    """The record that should stand in for a file is not there, or belongs to another village."""

    code = "evidence-unknown-record"
    template = "The record {key} is not there for this village. Choose another."


class TooManyFiles(DomainError):
    """A proof has all the files it can have."""

    code = "evidence-too-many-files"
    template = "A proof holds {most} files at the most. Add another proof for the rest."
    exit_code = 4


class FileRefused(DomainError):
    """A file is not taken in."""

    code = "evidence-file-refused"
    template = "{file} cannot be taken in."
    exit_code = 3


class FileTooLarge(FileRefused):
    code = "evidence-file-too-large"
    template = "{file} has {size}; the most is {most}. Make it smaller or split it."


class FileEmpty(FileRefused):
    code = "evidence-file-empty"
    template = "{file} is empty. Save it again and send it anew."


class UnknownType(FileRefused):
    code = "evidence-file-type"
    template = "{file} is none of PDF, JPEG, PNG, WebP, XLSX by its content. Save it as one of these."


class NotAPicture(FileRefused):
    code = "evidence-file-no-picture"
    template = "{file} is no picture by its content. Take a photo, or choose a JPEG, PNG or WebP."


class Unreadable(FileRefused):
    code = "evidence-file-unreadable"
    template = "{file} is damaged or incomplete. Open it on your device, save it again, and send it anew."


class TooManyPixels(FileRefused):
    code = "evidence-file-pixels"
    template = "The picture {file} has more than {most} megapixels. Take it at a smaller size."


class TooManyPages(FileRefused):
    code = "evidence-file-pages"
    template = "{file} has more than {most} pages. Split it."


class TooMuch(FileRefused):
    code = "evidence-file-too-much"
    template = "{file} would need too much memory or time to open. Save it anew, or split it."


class Encrypted(FileRefused):
    code = "evidence-file-encrypted"
    template = "{file} is protected by a password. Save it without one."


class HasScript(FileRefused):
    code = "evidence-file-script"
    template = "{file} contains scripts. Print it to PDF again and send that."


class HasAction(FileRefused):
    code = "evidence-file-action"
    template = "{file} does something by itself when opened. Print it to PDF again and send that."


class Launches(FileRefused):
    code = "evidence-file-launch"
    template = "{file} starts other programs. Print it to PDF again and send that."


class HasEmbedded(FileRefused):
    code = "evidence-file-embedded"
    template = "{file} has other files or films inside. Send each of them by itself."


class TwoInOne(FileRefused):
    code = "evidence-file-two-in-one"
    template = "{file} is two kinds of file at once. Print it to PDF again and send that."


class NotAWorkbook(FileRefused):
    code = "evidence-file-workbook"
    template = "{file} is no proper XLSX workbook. Open it in a spreadsheet program and save it as XLSX."


class HasMacro(FileRefused):
    code = "evidence-file-macro"
    template = "{file} contains macros. Save it as XLSX without macros."


class LinksOut(FileRefused):
    code = "evidence-file-external"
    template = "{file} takes data from other files. Break the links and save it again."


class ArchiveDanger(FileRefused):
    code = "evidence-file-archive"
    template = "{file} grows far too large when unpacked ({reason}). Save it anew."


REFUSALS: dict[str, type[FileRefused]] = {
    "unreadable": Unreadable,
    "too-many-pixels": TooManyPixels,
    "too-many-pages": TooManyPages,
    "too-much": TooMuch,
    "encrypted": Encrypted,
    "script": HasScript,
    "action": HasAction,
    "launch": Launches,
    "embedded": HasEmbedded,
    "two-in-one": TwoInOne,
    "not-a-workbook": NotAWorkbook,
    "macro": HasMacro,
    "external": LinksOut,
}


class UploadBroken(DomainError):
    """What arrived is not what was announced: it begins anew."""

    code = "evidence-upload-broken"
    template = "{file} did not arrive as it was sent. Send it once more."


class TooManyUploads(DomainError):
    """The person has many files on their way."""

    code = "evidence-too-many-uploads"
    template = "{count} of your files are still on their way; finish some of them first."
    exit_code = 4


class WrongOffset(DomainError):
    """A part does not begin where the last one ended."""

    code = "evidence-wrong-offset"
    template = "Part at {given}, wanted at {wanted}."
    exit_code = 4
