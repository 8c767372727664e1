"""Files in parts, asked by the page's script: announce, send part after part, finish. Answers are JSON.

409 tells in ``received`` where the next part begins; 413 and 422 tell in ``problem`` what is wrong, in words.
"""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, JsonResponse, UnreadablePostError
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from guyub.apps.evidence import limits
from guyub.apps.evidence.errors import FileTooLarge, UploadBroken, WrongOffset
from guyub.apps.evidence.models import Evidence, Upload
from guyub.apps.evidence.services import proofs, uploads
from guyub.apps.evidence.views.pages import proof_or_404
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError, NotAllowed
from guyub.language import sentence

LARGEST_START = 4096  # bytes of an announcement
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
BEGINNING = re.compile(rf"(?:[0-9a-f]{{2}}){{0,{limits.START_BYTES}}}")
LARGEST_SIZE = 2**31 - 1


def _answering(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        try:
            return view(request, *args, **kwargs)
        except WrongOffset as error:
            return JsonResponse({"received": error.data["wanted"]}, status=409)
        except NotAllowed:
            raise
        except DomainError as error:
            status = 413 if isinstance(error, FileTooLarge) else 422
            return JsonResponse({"problem": sentence(error, page_language()), "code": error.code}, status=status)

    return wrapped


@login_required
@require_POST
@_answering
def start(request: HttpRequest, code: str, pk: int) -> JsonResponse:
    """Announce a file: name, size, SHA-256, and how it begins (hexadecimal; may be left out).

    The answer tells how much of it has arrived before.
    """
    found = _changeable(request, code, pk)
    told = _announced(request)
    if told is None:
        return JsonResponse({"code": "bad-announcement"}, status=400)
    return _state(code, pk, uploads.start(request.user, found, *told))


@login_required
@require_http_methods(["GET", "PATCH"])
@_answering
def part(request: HttpRequest, code: str, pk: int, key: UUID) -> JsonResponse:
    """The next part (PATCH, with its place in the header Upload-Offset), or how far it is (GET)."""
    upload = _upload(request, code, pk, key)
    if request.method == "GET":
        return _state(code, pk, upload)
    length, offset = request.headers.get("Content-Length", ""), request.headers.get("Upload-Offset", "")
    if not (length.isdecimal() and offset.isdecimal() and len(offset) < 12 and len(length) < 12):
        return JsonResponse({"code": "bad-part"}, status=400)
    if int(length) > limits.PART_BYTES:
        return JsonResponse({"code": "part-too-large"}, status=413)
    if int(offset) + int(length) > upload.size:
        raise FileTooLarge(file=upload.name, size=f"> {upload.size}", most=str(upload.size))
    try:
        content = request.read(int(length))
    except UnreadablePostError:
        content = b""
    if len(content) != int(length):  # cut off on the way: none of it counts
        raise UploadBroken(file=upload.name)
    return _state(code, pk, uploads.add_part(request.user, key, int(offset), content))


@login_required
@require_POST
@_answering
def finish(request: HttpRequest, code: str, pk: int, key: UUID) -> JsonResponse:
    """All has arrived: it is looked into and becomes a file of the proof."""
    _upload(request, code, pk, key)
    attachment = uploads.finish(request.user, key)
    return JsonResponse({"attachment": attachment.pk, "url": reverse("evidence:proof", args=[code, pk])})


def _announced(request: HttpRequest) -> tuple[str, int, str, bytes | None] | None:
    try:
        told = json.loads(request.body) if len(request.body) <= LARGEST_START else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    name, size, sha256 = told.get("name"), told.get("size"), told.get("sha256")
    whole = isinstance(name, str) and type(size) is int and 0 <= size <= LARGEST_SIZE and isinstance(sha256, str)
    if not whole or not FINGERPRINT.fullmatch(sha256):
        return None
    begins = told.get("begins")
    if begins is None:
        return name, size, sha256, None
    if not isinstance(begins, str) or not BEGINNING.fullmatch(begins):
        return None
    return name, size, sha256, bytes.fromhex(begins)


def _state(code: str, pk: int, upload: Upload) -> JsonResponse:
    url = reverse("evidence:part", args=[code, pk, upload.pk])
    done = upload.attachment_id is not None
    return JsonResponse({"url": url, "received": upload.received, "size": upload.size, "done": done})


def _changeable(request: HttpRequest, code: str, pk: int) -> Evidence:
    found = proof_or_404(request, code, pk)
    if not proofs.may_change(request.user, found):
        raise Http404
    return found


def _upload(request: HttpRequest, code: str, pk: int, key: UUID) -> Upload:
    upload = _changeable(request, code, pk).uploads.filter(pk=key).first()
    if upload is None:
        raise Http404
    return upload
