"""Files up and down."""

from __future__ import annotations

import hashlib

from tests.fakes.telegram.parameters import Json, Upload
from tests.fakes.telegram.refusals import Refusal, bad_request

MOST_DOWN = 20 * 1024 * 1024
MOST_DOCUMENT = 50 * 1024 * 1024
MOST_PHOTO = 10 * 1024 * 1024
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")


class Files:
    """What was sent, by its file id."""

    def __init__(self) -> None:
        self._uploads: dict[str, Upload] = {}
        self._paths: dict[str, str] = {}

    def keep(self, upload: Upload) -> str:
        """Its file id."""
        file_id = f"BQACAgUAAx{len(self._uploads):06d}"
        self._uploads[file_id] = upload
        return file_id

    def taken(self, given: object, is_photo: bool) -> str:
        """The file id of an upload, or of what was sent before. Raises Refusal for a file that Telegram would not take."""
        if isinstance(given, str):
            if given not in self._uploads:
                raise bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
            return given
        if not isinstance(given, Upload):
            raise bad_request(f"there is no {'photo' if is_photo else 'document'} in the request")
        if not given.data:
            raise bad_request("file must be non-empty")
        if len(given.data) > (MOST_PHOTO if is_photo else MOST_DOCUMENT):
            raise Refusal(413, "Request Entity Too Large")
        if is_photo and not given.data.startswith(PICTURES):
            raise bad_request("IMAGE_PROCESS_FAILED")
        return self.keep(given)

    def upload(self, file_id: str) -> Upload:
        return self._uploads[file_id]

    def json(self, file_id: str) -> Json:
        """As it stands in a message."""
        upload = self._uploads[file_id]
        unique = hashlib.sha256(upload.data).hexdigest()[:15]
        return {"file_id": file_id, "file_unique_id": unique, "file_size": len(upload.data)}

    def get(self, file_id: str) -> Json:
        """The answer of getFile: with the path under which it can be read from now on."""
        if not file_id:
            raise bad_request("file_id not specified")
        if file_id not in self._uploads:
            raise bad_request("invalid file_id")
        upload = self._uploads[file_id]
        if len(upload.data) > MOST_DOWN:
            raise bad_request("file is too big")
        path = f"documents/{file_id}_{upload.name}"
        self._paths[path] = file_id
        return {**self.json(file_id), "file_path": path}

    def at(self, path: str) -> Upload | None:
        """What can be read there."""
        file_id = self._paths.get(path)
        return None if file_id is None else self._uploads[file_id]
