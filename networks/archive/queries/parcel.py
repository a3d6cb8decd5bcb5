"""The files of a package in one archive: the data, the same on paper, and what an archive system asks about both."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone

from networks.archive.queries.enclosed import FOLDER
from networks.archive.queries.package import Told
from networks.archive.queries.paper import paper
from portal.files.received import KINDS as RECEIVED
from portal.ui.documents import pdf

TEMPLATE = "networks/archive/package.typ"


@dataclass(frozen=True)
class Parcel:
    """`sum` is the SHA-256 of the data: it stands on every page of the paper and in the audit."""

    body: bytes
    sum: str


def parcel(package: Told, enclosed: Mapping[str, bytes], *, name: str, at: datetime) -> Parcel:
    """`name`.json and `name`.pdf, the enclosed files and noark5.json, in one ZIP: what belongs together is kept together."""
    data = as_json(package)
    told = sha256(data).hexdigest()
    paper_file = pdf(TEMPLATE, paper(package, sha256=told), made_at=at)
    files = {f"{name}.pdf": paper_file, f"{name}.json": data, **enclosed}
    return Parcel(zipped({**files, "noark5.json": as_json(noark(package, files))}, at), told)


def as_json(told: Told) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def zipped(files: Mapping[str, bytes], at: datetime) -> bytes:
    day = timezone.localtime(at)
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, body in files.items():
            file = ZipInfo(name, (day.year, day.month, day.day, day.hour, day.minute, day.second))
            file.compress_type = ZIP_DEFLATED
            archive.writestr(file, body)
    return out.getvalue()


PAPER, DATA = ("application/pdf", "PDF/A-2a"), ("application/json", "JSON")


def kind_of(name: str) -> tuple[str, str]:
    """Media type and format: of what we have written, and of what was handed over."""
    ending = name.rpartition(".")[2]
    if name.startswith(FOLDER):
        return RECEIVED[ending], ending.upper()
    return PAPER if ending == "pdf" else DATA


def noark(package: Told, files: Mapping[str, bytes]) -> Told:
    """The fields under the names they have in Noark 5 (journalpost), the paper first. The archivist adds what is hers."""
    exported, document = package["exported"], package["case_document"]
    parties = [{"korrespondanseparttype": "Avsender", "korrespondansepartNavn": package["room"]["network"]}]
    if document:
        receiver = {"korrespondanseparttype": "Mottaker", "korrespondansepartNavn": document["organisation"]}
        parties.append(receiver)
    papers = [beskrivelse(package, name, body) for name, body in files.items()]
    return {
        "tittel": package["room"]["name"],
        "opprettetDato": exported["at"],
        "opprettetAv": exported["by"]["name"],
        "administrativEnhet": exported["by"]["organisation"],
        "dokumentetsDato": dated(package),
        "forfatter": authors(package),
        "korrespondansepart": parties,
        "referanseEksternNoekkel": {"fagsystem": "Utveier", "noekkel": key(package)},
        "dokumentbeskrivelse": [paper | {"dokumentnummer": n} for n, paper in enumerate(papers, 1)],
    }


def beskrivelse(package: Told, name: str, body: bytes) -> Told:
    mime, form = kind_of(name)
    return {
        "tittel": f"{package['room']['name']} ({name})",
        "dokumentstatus": "Dokumentet er ferdigstilt",
        "tilknyttetRegistreringSom": "Hoveddokument" if (mime, form) == PAPER else "Vedlegg",
        "dokumentobjekt": {
            "versjonsnummer": 1,
            "variantformat": "Arkivformat" if (mime, form) == PAPER else "Produksjonsformat",
            "format": form,
            "mimeType": mime,
            "referanseDokumentfil": name,
            "sjekksum": sha256(body).hexdigest(),
            "sjekksumAlgoritme": "SHA-256",
            "filstoerrelse": len(body),
        },
    }


def dated(package: Told) -> str:
    """When the last of it was said; of a room in which nothing was, when it was opened."""
    said = [said["at"] for topic in package["topics"] for said in topic["messages"]]
    return str(max(said, default=package["room"]["opened_at"]))


def authors(package: Told) -> list[str]:
    """Everybody who said something in it, with the organisation: each once, in the order they spoke."""
    said = (said["author"] for topic in package["topics"] for said in topic["messages"])
    return list(dict.fromkeys(f"{who['name']}, {who['organisation']}" for who in said))


def key(package: Told) -> str:
    document = package["case_document"]
    return f"saksdokument-{document['number']}" if document else f"rom-{package['room']['number']}"
