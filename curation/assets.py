"""Images: decoded safely whoever made them, encoded the same way every time, stored by their content."""

from __future__ import annotations

import io
import os
import stat
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from PIL import __version__ as pillow_version

from curation.atomic import write_atomic
from curation.canonical import digest_file, digest_pixels
from curation.errors import InputError, UsageError, WorkspaceError
from curation.models import Asset, ImageRef

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 128 * 1024 * 1024
MOST_PIXELS = 64_000_000
"""Bounds on what is decoded: a larger file or picture is refused before a pixel of it is read."""

ENCODER = f"Pillow {pillow_version}, zlib {zlib.ZLIB_RUNTIME_VERSION}"


def read_bounded(path: Path, most: int, *, root: Path | None = None) -> bytes:
    """Read a regular file that is no link, lies below `root` and is no larger than `most` bytes.

    Raises:
        InputError: It is missing, unreadable, a link, no regular file, outside of `root` or too large.
    """
    if root is not None:
        _stay_inside(path, root)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise InputError(path, "there is no such file", "check the path") from None
    except PermissionError:
        raise InputError(path, "the file may not be read", "give yourself the right to read it") from None
    except OSError as error:
        if os.path.islink(path):  # noqa: PTH114 - Path.is_symlink raises for a name that is too long
            raise InputError(path, "is a symbolic link", "name the file that it points to") from None
        raise InputError(path, f"cannot be opened ({error.strerror})", "check the path") from None
    except ValueError:
        raise InputError(path, "no file can have this name", "check the path") from None
    state = os.fstat(handle)
    if not stat.S_ISREG(state.st_mode):
        os.close(handle)
        raise InputError(path, "is no regular file", "name a file")
    with open(handle, "rb") as stream:  # noqa: PTH123 - a descriptor, not a path
        if state.st_size > most:
            raise InputError(
                path, f"has {state.st_size:,} bytes, more than {most:,}", "make it smaller or split it"
            )
        try:
            data = stream.read(most + 1)
        except OSError as error:
            raise InputError(path, f"cannot be read ({error.strerror})", "check the disk that it is on") from None
    if len(data) > most:
        raise InputError(path, f"has more than {most:,} bytes", "make it smaller or split it")
    return data


def _stay_inside(path: Path, root: Path) -> None:
    below = Path(os.path.normpath(path.absolute()))
    base = Path(os.path.normpath(root.absolute()))
    if not below.is_relative_to(base):
        raise InputError(path, f"lies outside of {root}", "keep files below the folder that names them")
    for folder in below.parents:
        if folder == base:
            break
        if folder.is_symlink():
            raise InputError(path, f"{folder.name} on its path is a symbolic link", "use a real folder")
    # `link/..` is the folder that the link leads to, not the one that the text says.
    if ".." in path.parts and not Path(os.path.realpath(path.parent)).is_relative_to(os.path.realpath(root)):
        raise InputError(path, f"lies outside of {root}", "keep files below the folder that names them")


@contextmanager
def _decoding(path: Path) -> Iterator[None]:
    remedy = "save it again from an image editor as PNG or JPEG"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Of metadata, which is not kept.
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            yield
        except InputError:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise InputError(path, f"has more than {MOST_PIXELS:,} pixels", "make it smaller") from None
        except UnidentifiedImageError:
            raise InputError(path, "is no PNG, JPEG or WebP image", remedy) from None
        except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error) as error:
            detail = str(error).split("\n")[0] or type(error).__name__
            raise InputError(path, f"cannot be decoded ({detail})", remedy) from None


def _srgb(image: Image.Image) -> Image.Image:
    """Convert to RGB, or RGBA where something shows through, through the embedded profile where one is sound."""
    if image.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        image = image.convert("I").point([value >> 8 for value in range(65536)], "L")
    plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    profile = image.info.get("icc_profile")
    converted = _through(profile, image) if profile else None
    if converted is None:
        return plain
    if plain.mode == "RGBA":
        converted.putalpha(plain.getchannel("A"))
    return converted


def _through(profile: bytes, image: Image.Image) -> Image.Image | None:
    """Convert the colours to sRGB; a profile that cannot be used is ignored, as browsers do."""
    grey = image.mode in {"1", "L", "LA", "La"}
    inks = image if image.mode == "CMYK" else image.convert("L" if grey else "RGB")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(inks, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return None


def decode(data: bytes, path: Path) -> Image.Image:
    """Decode an image from outside.

    Args:
        data: Bytes of the file.
        path: Its name, for messages.

    Returns:
        Upright (EXIF orientation applied), sRGB, mode RGB or RGBA, without metadata.

    Raises:
        InputError: It is no whole PNG, JPEG or WebP of one frame within the bounds.
    """
    with _decoding(path):
        with Image.open(io.BytesIO(data), formats=FORMATS) as probe:
            if probe.width * probe.height > MOST_PIXELS:
                size = f"{probe.width} x {probe.height}"
                raise InputError(path, f"has {size} pixels, more than {MOST_PIXELS:,}", "make it smaller")
            # In the JPEG of a camera (MPO) what follows the first frame is a preview or a gain map.
            if getattr(probe, "n_frames", 1) > 1 and probe.format != "MPO":
                raise InputError(path, "is an animation", "save one frame of it")
            if probe.format == "PNG":
                probe.verify()
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            image.load()
            upright = ImageOps.exif_transpose(image)
            plain = _srgb(upright)
    plain.info = {}
    return plain


def open_image(path: Path, *, root: Path | None = None) -> Image.Image:
    """Read and decode an image file; see `read_bounded` and `decode`.

    Raises:
        InputError: It cannot be read or decoded.
    """
    return decode(read_bounded(path, MOST_BYTES, root=root), path)


def ref_of(image: Image.Image) -> ImageRef:
    """Describe an RGB or RGBA image by its content."""
    if image.mode not in {"RGB", "RGBA"}:
        raise ValueError(f"mode {image.mode}: images are stored as RGB or RGBA")
    mode = "RGB" if image.mode == "RGB" else "RGBA"
    return ImageRef(pixels=digest_pixels(image), mode=mode, width=image.width, height=image.height)


def encode(image: Image.Image) -> bytes:
    """Encode as PNG without metadata.

    Level 1 with the run-length strategy: on photos within 3 percent of level 6's size in a quarter of its time,
    on drawings as small and twice as fast; level 9 takes over twenty times as long to save 5 percent.
    """
    clean = image.copy()
    clean.info = {}
    stream = io.BytesIO()
    clean.save(stream, "PNG", compress_level=1, compress_type=zlib.Z_RLE)
    return stream.getvalue()


class Catalogue(Protocol):
    """Where the store looks up and notes what it holds."""

    def asset(self, pixels: str) -> Asset | None:
        """Find an asset by its pixel digest."""
        ...

    def put_asset(self, asset: Asset) -> None:
        """Note an asset; noting it again changes nothing."""
        ...


class AssetStore:
    """Images below one folder, each under its pixel digest; what is there is never written again.

    Args:
        root: The folder.
        catalogue: Where file digests and encoders are noted.
    """

    def __init__(self, root: Path, catalogue: Catalogue) -> None:
        self.root = root
        self._catalogue = catalogue

    def path(self, ref: ImageRef) -> Path:
        """Where the image's file is, or would be."""
        return self.root / ref.pixels[:2] / f"{ref.pixels}.png"

    def put(self, image: Image.Image) -> Asset:
        """Store an RGB or RGBA image; the same pixels are stored once."""
        ref = ref_of(image)
        return self._known(ref) or self.put_encoded(ref, encode(image))

    def put_encoded(self, ref: ImageRef, data: bytes) -> Asset:
        """Store an image that was encoded elsewhere, by `encode`."""
        known = self._known(ref)
        if known is not None:
            return known
        path = self.path(ref)
        write_atomic(path, data)
        asset = Asset(image=ref, file=digest_file(path), size=len(data), encoder=ENCODER)
        self._catalogue.put_asset(asset)
        return asset

    def _known(self, ref: ImageRef) -> Asset | None:
        asset = self._catalogue.asset(ref.pixels)
        if asset is None or not self.whole(asset):
            return None
        return asset if digest_file(self.path(ref)) == asset.file else None

    def whole(self, asset: Asset) -> bool:
        """Whether an asset's file is there and as long as it should be; its bytes are not read."""
        try:
            return self.path(asset.image).stat().st_size == asset.size
        except FileNotFoundError:
            return False

    def record(self, ref: ImageRef) -> tuple[Path, Asset]:
        """Find the file and the record of a stored image.

        Raises:
            WorkspaceError: The store does not hold it.
        """
        asset = self._catalogue.asset(ref.pixels)
        path = self.path(ref)
        if asset is None or not path.is_file():
            raise WorkspaceError(f"{path}: the image is missing; import or generate its instance again")
        return path, asset

    def open(self, ref: ImageRef) -> Image.Image:
        """Decode a stored image.

        Raises:
            WorkspaceError: It is missing or damaged.
        """
        path, _ = self.record(ref)
        try:
            image = open_image(path, root=self.root)
        except UsageError as error:
            raise WorkspaceError(f"{error}; or import or generate its instance again") from None
        if digest_pixels(image) != ref.pixels:
            raise WorkspaceError(f"{path}: the pixels are not those of its name; restore the file from a copy")
        return image
