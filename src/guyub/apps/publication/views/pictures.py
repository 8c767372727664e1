"""Pictures of proofs that everybody may see."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from guyub.apps.evidence.services.files import path_of
from guyub.apps.publication.services.pictures import public_pictures
from guyub.apps.ui.public_cache import PAGE_SECONDS

CAGE = "default-src 'none'; sandbox"


@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One picture, re-encoded when it was taken in and without what its camera wrote. Its file's name stays behind."""
    found = get_object_or_404(public_pictures(), pk=pk)
    etag = f'"{found.file.kept_sha256[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        try:
            content = path_of(found.file).open("rb")
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(content, content_type=found.file.media_type)
        response.headers["Content-Disposition"] = "inline"
        response.headers["Content-Security-Policy"] = CAGE
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=PAGE_SECONDS)
    return response
