"""Photos for tests, as a telephone sends them: turned, and saying where they were taken."""

import io

from PIL import Image, PngImagePlugin
from PIL.ExifTags import Base

#: What a telephone writes beside the picture, and nobody should read.
WHERE = b"GPS 51.4931 7.4561"
#: "Turn me a quarter to the right": the camera was held upright.
QUARTER_TURN = 6


def png(*, width: int = 4, height: int = 2) -> bytes:
    """Return a picture that nothing can be seen on, with a note."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", WHERE.decode())
    made = io.BytesIO()
    Image.new("RGBA", (width, height)).save(made, "PNG", pnginfo=notes)
    return made.getvalue()


def jpeg(*, width: int = 8, height: int = 4, turned: int = QUARTER_TURN) -> bytes:
    """Return a photo with notes about camera and place, red on the left and blue on the right."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    notes = Image.Exif()
    notes[Base.Orientation] = turned
    notes[Base.ImageDescription] = WHERE.decode()
    made = io.BytesIO()
    picture.save(made, "JPEG", exif=notes, comment=WHERE, quality=95)
    return made.getvalue()
