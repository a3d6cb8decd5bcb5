"""How a film is made of its script: spoken, timed, captioned, drawn, encoded. The same script gives the same film."""

import re
import shutil
import subprocess
import tomllib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from pathlib import Path
from typing import Any

import av
import av.filter
from PIL import Image

from portal.config.film_drawing import picture

FRAMES = 12  # in a second: the lines move slowly, and equal pictures cost nothing
RATE = 22_050  # what espeak-ng speaks
VOICE = ("espeak-ng", "-v", "nb", "-s", "132", "-p", "45", "-m", "--stdout")
EVEN = '<speak><prosody range="60%">{}</prosody></speak>'  # a calmer melody than the voice has of its own
HEADER = 44  # bytes of WAV before the sound
QUIET = 300  # softer than this is no speech, of 32 767
LEAD, BETWEEN, TAIL, SHORTEST, REST = 0.8, 0.45, 0.6, 5.0, 1.6  # seconds of a scene; the last one rests
FADE, DRAWN = 0.6, 2.6  # when the scene before is gone, and when the pen is lifted
WIDEST = 42  # characters in a line of a caption
TONE = (  # without rumble and hiss, in the pieces that Opus wants
    ("highpass", "f=80"), ("lowpass", "f=6500"), ("volume", "1.3"), ("alimiter", "limit=0.8:level=0"),
    ("aresample", "48000"), ("aformat", "sample_fmts=flt:channel_layouts=mono"), ("asetnsamples", "n=960:p=1"),
)  # fmt: skip
SAID_AS = {  # where the voice reads by the letter
    "112": "en en to", "NAV": "Nav", "derfor": "derfår", "fortell": "fårtell", "forteller": "fårteller",
    "forstå": "fårstå", "godt": "gått", "hos": "hoss", "lova": "låva", "med": "me", "deg": "dei", "seg": "sei",
    "no": "nå", "nok": "nokk", "noko": "nåko", "nokon": "nåkon", "og": "[[o:]]", "òg": "åg", "om": "åmm", "ope": "åpe",
    "som": "såmm", "sover": "såver", "til": "till", "ved": "ve", "vil": "vill",
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    """What is shown or said, from one second to another: the name of a drawing, or a sentence."""

    what: str
    start: float
    end: float


@dataclass(frozen=True)
class Told:
    sound: "array[int]"
    scenes: tuple[Span, ...]
    lines: tuple[Span, ...]


@dataclass(frozen=True)
class Made:
    slug: str
    seconds: float
    sizes: dict[str, int]


def make(script: Path, folder: Path) -> Made:
    """The four files of one film. A script may name the drawing of its still; otherwise it is the first."""
    if not shutil.which(VOICE[0]):
        raise RuntimeError("The films are narrated by espeak-ng, which is missing: apt-get install espeak-ng.")
    read = tomllib.loads(script.read_text(encoding="utf-8"))
    told = tell(read["scenes"])
    files = {kind: folder / f"{script.stem}.{kind}" for kind in ("webm", "vtt", "webp", "txt")}
    encode(told, files["webm"])
    files["vtt"].write_text(captions(told.lines), encoding="utf-8")
    files["txt"].write_text("".join(f"{mark(line.start)} {line.what}\n" for line in told.lines), encoding="utf-8")
    picture(read.get("still", told.scenes[0].what), 1).save(files["webp"], quality=66, method=6)
    return Made(script.stem, told.scenes[-1].end, {kind: file.stat().st_size for kind, file in files.items()})


def tell(scenes: list[dict[str, Any]]) -> Told:
    """Everything said, one sentence after another; the speech decides how long each scene stands."""
    sound, shown, lines = array("h"), list[Span](), list[Span]()
    for scene in scenes:
        start = seconds(sound)
        sound.extend(silence(LEAD))
        for sentence in re.split(r"(?<=[.!?]) +", scene["text"].strip()):
            lines.append(say(sentence, sound))
        sound.extend(silence(max(REST if scene is scenes[-1] else TAIL, start + SHORTEST - seconds(sound))))
        shown.append(Span(scene["drawing"], start, seconds(sound)))
    return Told(sound, tuple(shown), tuple(lines))


def say(sentence: str, sound: "array[int]") -> Span:
    start = seconds(sound)
    sound.extend(speech(sentence))
    said = Span(sentence, start, seconds(sound))
    sound.extend(silence(BETWEEN))
    return said


def speech(sentence: str) -> "array[int]":
    """One sentence, without the silence around it, and with soft edges."""
    text = re.sub(r"\w+", lambda word: SAID_AS.get(word[0], SAID_AS.get(word[0].lower(), word[0])), sentence)
    command = [*VOICE, EVEN.format(escape(text, quote=False))]
    spoken = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout[HEADER:]
    sound = array("h", spoken[: len(spoken) // 2 * 2])
    loud = [at for at, level in enumerate(sound) if abs(level) > QUIET]
    heard, edge = sound[loud[0] : loud[-1] + 1], RATE // 25
    last = len(heard) - 1
    return array("h", (round(level * min(1, at / edge, (last - at) / edge)) for at, level in enumerate(heard)))


def silence(length: float) -> "array[int]":
    return array("h", bytes(2 * round(length * RATE)))


def seconds(sound: "array[int]") -> float:
    return len(sound) / RATE


def captions(lines: tuple[Span, ...]) -> str:
    cues = [cue for line in lines for cue in parted(line)]
    return "\n".join(["WEBVTT\n", *(f"{clock(cue.start)} --> {clock(cue.end)}\n{folded(cue.what)}\n" for cue in cues)])


def parted(line: Span) -> list[Span]:
    """A sentence too long for two lines becomes two captions, where it draws breath nearest its middle."""
    text, breaths = line.what, [found.start() + 1 for found in re.finditer(r"[,:;] ", line.what)]
    if not breaths or max(map(len, folded(text).split("\n"))) <= WIDEST:
        return [line]
    breath = min(breaths, key=lambda at: abs(2 * at - len(text)))
    moment = line.start + (line.end - line.start) * breath / len(text)
    return [Span(text[:breath], line.start, moment), Span(text[breath + 1 :], moment, line.end)]


def folded(text: str) -> str:
    """One line, or the two that are most alike in length."""
    if len(text) <= WIDEST:
        return text
    breaks = [at for at, letter in enumerate(text) if letter == " "]
    middle = min(breaks, key=lambda at: max(at, len(text) - at - 1))
    return f"{text[:middle]}\n{text[middle + 1 :]}"


def clock(moment: float) -> str:
    return f"00:{int(moment) // 60:02}:{moment % 60:06.3f}"


def mark(moment: float) -> str:
    return f"{int(moment) // 60}:{int(moment) % 60:02}"


def pictures(scenes: tuple[Span, ...]) -> Iterator[Image.Image]:
    """Every frame. A scene fades away while the pen begins on the next, and is left alone once it is drawn."""
    before = picture(scenes[0].what, 0)
    for scene in scenes:
        whole = picture(scene.what, 1)
        for number in range(round(scene.start * FRAMES), round(scene.end * FRAMES)):
            moment = number / FRAMES - scene.start
            now = whole if moment >= DRAWN else picture(scene.what, eased(moment / DRAWN))
            yield now if moment >= FADE else Image.blend(before, now, max(0, moment / FADE))
        before = whole


def eased(share: float) -> float:
    """The pen starts and stops gently."""
    share = min(1, max(0, share))
    return share * share * (3 - 2 * share)


def softened(sound: "array[int]") -> Iterator[av.AudioFrame]:
    whole = av.AudioFrame("s16", "mono", len(sound), align=1)
    whole.planes[0].update(sound.tobytes())
    whole.sample_rate, whole.time_base, whole.pts = RATE, Fraction(1, RATE), 0
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="s16", layout="mono", time_base=Fraction(1, RATE))
    chain = [source, *(graph.add(name, setting) for name, setting in TONE), graph.add("abuffersink")]
    graph.link_nodes(*chain).configure()
    graph.push(whole)
    graph.push(None)
    while True:
        try:
            piece = graph.pull()
        except EOFError:
            return
        if isinstance(piece, av.AudioFrame):
            yield piece


def encode(told: Told, file: Path) -> None:
    """Without the date and the random names a container otherwise carries, so that it can be made again alike."""
    with av.open(str(file), "w", format="webm", options={"fflags": "+bitexact", "max_interleave_delta": "0"}) as film:
        video = film.add_stream("libvpx-vp9", FRAMES, {"crf": "36", "deadline": "good", "cpu-used": "2", "g": "120"})
        video.width, video.height, video.pix_fmt, video.bit_rate = 640, 360, "yuv420p", 0
        audio = film.add_stream("libopus", 48_000, {"application": "voip"}, layout="mono", bit_rate=24_000)
        for image in pictures(told.scenes):
            film.mux(video.encode(av.VideoFrame.from_bytes(image.convert("RGBA").tobytes(), *image.size)))
        film.mux(video.encode(None))
        for piece in softened(told.sound):
            film.mux(audio.encode(piece))
        film.mux(audio.encode(None))
