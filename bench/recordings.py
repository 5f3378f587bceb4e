"""Hands in a large recording over HTTP on this machine as the page does, and hears it by ranges.

  recordings.py ENID [--size 2147483648] [--port 9132]

The file is a WAV whose sound is pseudo-random bytes; none of it lies on the disk but in the server's store. In the middle the
connection is cut inside a piece and the upload begun anew: it must go on where it stopped. At the end the server reads all of
it back and compares the SHA-256 that was said at the beginning. Three places are then heard and compared, and the whole once.
Prints MB a second both ways, how long the reading back took, and the peak of the server's resident memory (VmHWM).
"""

import argparse
import hashlib
import http.client
import json
import random
import re
import shutil
import signal
import struct
import sys
import tempfile
import time
from pathlib import Path

from transcripts import Enid

STUDY = "/studies/marrowdale-study"
MEGA = 1e6


class Sound:
    """A WAV of so many bytes; any piece of it can be asked for again."""

    def __init__(self, size, piece):
        self.size, self.piece = size, piece
        body = size - 44
        self.head = (
            b"RIFF" + struct.pack("<I", size - 8) + b"WAVEfmt "
            + struct.pack("<IHHIIHH", 16, 1, 2, 48000, 192000, 4, 16) + b"data" + struct.pack("<I", body)
        )

    def count(self):
        return -(-self.size // self.piece)

    def part(self, number):
        length = min(self.piece, self.size - number * self.piece)
        noise = random.Random(number).randbytes(length)
        return noise if number else self.head + noise[len(self.head):]

    def span(self, start, end):
        first, last = start // self.piece, (end - 1) // self.piece
        bytes_ = b"".join(self.part(number) for number in range(first, last + 1))
        return bytes_[start - first * self.piece : end - first * self.piece]

    def sha256(self):
        whole = hashlib.sha256()
        for number in range(self.count()):
            whole.update(self.part(number))
        return whole.hexdigest()


class Upload:
    """The steps of the page's script (static/upload.js)."""

    def __init__(self, enid, sound, sum_):
        self.enid, self.sound, self.sum = enid, sound, sum_
        self.at = 0

    def begin(self, participant):
        fields = {
            "csrf": self.enid.csrf, "participant": participant, "size": self.sound.size,
            "first": hashlib.sha256(self.sound.part(0)).hexdigest(), "sha256": self.sum,
        }
        _, body = self.enid.browser.form(f"{STUDY}/recordings/uploads", fields)
        said = json.loads(body)
        self.at, self.address = said["at"], f"{STUDY}/recordings/uploads/{said['upload']}"

    def send_up_to(self, end):
        """Seconds that the pieces before `end` took, without making them."""
        took = 0.0
        while self.at < end:
            part = self.sound.part(self.at // self.sound.piece)
            fields = {"csrf": self.enid.csrf, "at": self.at}
            began = time.perf_counter()
            _, body = self.enid.browser.upload(f"{self.address}/part", fields, [("piece", "piece", part)])
            took += time.perf_counter() - began
            at = json.loads(body)["at"]
            if at != self.at + len(part):
                sys.exit(f"after {self.at} the server is at {at}")
            self.at = at
        return took

    def break_off(self):
        """Half of a piece, and then no more of this connection."""
        part = self.sound.part(self.at // self.sound.piece)
        cookies = "; ".join(f"{name}={value}" for name, value in self.enid.browser.cookies.items())
        line = http.client.HTTPConnection("127.0.0.1", self.enid.port, timeout=60)
        line.putrequest("POST", f"{self.address}/part")
        for name, value in (
            ("Cookie", cookies), ("Sec-Fetch-Site", "same-origin"), ("Content-Length", str(len(part) + 400)),
            ("Content-Type", "multipart/form-data; boundary=edge"),
        ):
            line.putheader(name, value)
        head = "".join(
            f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in (("csrf", self.enid.csrf), ("at", self.at))
        )
        line.endheaders(head.encode())
        line.send(b'--edge\r\nContent-Disposition: form-data; name="piece"; filename="piece"\r\n\r\n' + part[: len(part) // 2])
        line.close()

    def finish(self):
        began = time.perf_counter()
        self.enid.browser.form(f"{self.address}/finish", {"csrf": self.enid.csrf})
        return time.perf_counter() - began


def participant(enid, handle):
    """The id by which the page knows a participant, and the size of a piece."""
    _, page = enid.browser.ask("GET", f"{STUDY}/recordings/upload")
    page = page.decode()
    found = re.search(rf'<option value="([^"]+)"[^>]*>{handle}</option>', page)
    piece = re.search(r'data-piece="(\d+)"', page)
    if not found or not piece:
        sys.exit(f"the page offers no {handle}")
    return found.group(1), int(piece.group(1))


def hear(enid, source, start, end):
    """The bytes of a span and the seconds until they were there."""
    began = time.perf_counter()
    answer, heard = enid.browser.ask("GET", source, Range=f"bytes={start}-{end - 1}")
    if answer.status != 206:
        sys.exit(f"a range was answered with {answer.status}")
    return heard, time.perf_counter() - began


def peak(enid):
    status = Path(f"/proc/{enid.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) / 1024


def source_of(enid, upload):
    recording = upload.address.rsplit("/", 1)[1]
    _, page = enid.browser.ask("GET", f"{STUDY}/recordings/{recording}")
    return re.search(rf'"({STUDY}/recordings/{recording}/sound\?viewing=[^"]+)"', page.decode()).group(1)


def measure(enid, size):
    whom, piece = participant(enid, "M1")
    sound = Sound(size, piece)
    before = peak(enid)
    upload = Upload(enid, sound, sound.sha256())
    upload.begin(whom)
    middle = sound.count() // 2 * piece
    took = upload.send_up_to(middle)
    upload.break_off()
    upload.begin(whom)
    if upload.at != middle:
        sys.exit(f"the upload goes on at {upload.at} and not at {middle}")
    took += upload.send_up_to(size)
    print(f"up: {size / MEGA / took:.1f} MB/s, {took:.0f} s for {size / MEGA:.0f} MB, broken off at {middle / MEGA:.0f} MB")
    took = upload.finish()
    print(f"read back, its SHA-256 {upload.sum[:12]}… agreed: {size / MEGA / took:.1f} MB/s, {took:.0f} s", flush=True)
    source = source_of(enid, upload)
    for what, start in (("first", 0), ("middle", size // 2 - 300_000), ("last", size - 1_000_000)):
        heard, took = hear(enid, source, start, start + 1_000_000)
        if heard != sound.span(start, start + 1_000_000):
            sys.exit(f"the {what} bytes are not what was handed in")
        print(f"the {what} 1 MB: there after {took * 1000:.0f} ms, as it was handed in")
    took, step = 0.0, 64 * piece
    for start in range(0, size, step):
        took += hear(enid, source, start, min(start + step, size))[1]
    print(f"down, by ranges of {step / MEGA:.0f} MB: {size / MEGA / took:.1f} MB/s")
    print(f"memory at its peak (VmHWM): {peak(enid):.0f} MiB, {before:.0f} MiB before")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("enid")
    parser.add_argument("--size", type=int, default=2 << 30)
    parser.add_argument("--port", type=int, default=9132)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    enid = None
    try:
        enid = Enid(arguments.enid, folder, arguments.port)
        measure(enid, arguments.size)
    finally:
        if enid:
            enid.process.send_signal(signal.SIGINT)
            enid.process.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
