"""Invented interviews with labels, and what finders find in them; started by bench/deidentify, which says how."""
import argparse
import collections
import json
import os
import random
import re
import subprocess
import tempfile
import time

# All names are invented or are given names that thousands bear; surnames and places exist nowhere we know of.
GIVEN = """Sarah James Priya Mohammed Aisha Thomas Emily Olufemi Rachel Daniel Niamh Rahul Hannah Peter Zainab Gareth
Laura Imran Chloe Stephen Wei Sunita Grace Mark Hope Dawn Zorvan Ilsabet Tamsel Quorra""".split()
SURNAME = """Quillfeather Ostrowick Barnabrook Fennimond Tarrowby Zelenkovar Adeyinkola Rathmuir O'Fernaghan
Kestrelmann Vandermole Haldersen-Pike Chakravale Mapplethwait Sillybrand""".split()
TITLE = ["Dr", "Dr.", "Professor", "Mr", "Mrs", "Ms", "Sister", "Nurse", "Miss", "Doctor"]
HOSPITAL = """Barnabrook Hospital|Royal Fenmoor Infirmary|Tarrowby General|St Quillian's|St. Osric's Hospital|
Queen Maudeline Hospital|the Harrowmere|Fenmoor and Wick Community Hospital|Larkspur Hospice|Heronsgate Clinic|
Addlebrooke's|Tarrowby Royal|Willowmead Surgery|Osterley Vale Health Centre""".replace("\n", "").split("|")
TRUST = """Fenmoor and Wick NHS Foundation Trust|Tarrowby Teaching Hospitals NHS Trust|Larkshire Health Board|
University of Fenmoor|Tarrowby Medical School|Heronsgate Partnership|Wickford Logistics Ltd|Fenmoor Council""".replace(
    "\n", "").split("|")
TOWN = "Leeds Nottingham Swansea Reading Bath Fenmoor Tarrowby Croydon Norfolk Glasgow Yorkshire Ashby".split()
WARD = ["Ward 7B", "Ward 12", "Kingfisher Ward", "ward 3", "Heron Ward"]
ADDRESS = ["14 Quillian Road", "Heronsgate Lane", "3 Tarrowby Crescent"]
SCHOOL = ["Fenmoor Grammar School", "Tarrowby College", "St Osric's School"]
MONTH = "January February March April May June July August September October November December".split()
EVENT = ["the heron flood", "the Tarrowby inquiry", "the lift that fell"]

ASIDES = """Yeah, it was mostly the nights, to be honest.
I may have said that before. Will that do?
We had two cases a session and it ran for about 90 minutes.
Reading the notes back, I felt quite sad.
In ST3 you rotate every 6 months, and the F1s are with you.
I was 30 minutes late again and nobody minded.
The General Practice people do it differently from Emergency Medicine.
Balint was not what I expected. It was slower.
On Friday nights there are 3 of us for 40 patients.
He started her on Sertraline and ordered an MRI.
I don't know. Maybe I hope too much.
The Hospital is big and the Trust does not listen, does it?
So, um, the GMC survey said 78 % and we laughed.
That was the point at which I thought, oh, OK, this is the Royal College line.
You learn to stay with it. Mind you, not every week.
My consultant asked about the rota, and then about me.""".split("\n")
QUESTIONS = ["Could you say more about that?", "How was that for you?", "What happened then?", "And in the group?"]


class Writer:
    """A turn with its labels, as (start, end, category) in characters of the turn."""

    def __init__(self):
        self.text, self.labels = "", []

    def say(self, text, category=None):
        if category:
            self.labels.append((len(self.text), len(self.text) + len(text), category))
        self.text += text
        return self


def check_digit(nine):
    check = (11 - sum(int(d) * w for d, w in zip(nine, range(10, 1, -1))) % 11) % 11
    return None if check == 10 else str(check)


def nhs_number(rng):
    while True:
        nine = "".join(rng.choice("0123456789") for _ in range(9))
        if (check := check_digit(nine)) and nine[0] not in "01":
            return f"{nine[:3]} {nine[3:6]} {nine[6:]}{check}"


def date(rng):
    day, month, year = rng.randint(1, 28), rng.choice(MONTH), rng.randint(2029, 2033)
    ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}.get(day, "th")
    return rng.choice([f"{day} {month} {year}", f"{day}{ending} of {month}", f"{month} {day}{ending}",
                       f"{day:02}/{MONTH.index(month) + 1:02}/{year}", f"{month} {year}",
                       f"{year}-{MONTH.index(month) + 1:02}-{day:02}", "twenty-third of " + month])


def sentence(rng, w):
    """One sentence with something in it that identifies somebody."""
    pick = rng.choice
    given, surname = pick(GIVEN), pick(SURNAME)
    kinds = [
        lambda: w.say("My supervisor was ").say(pick(TITLE) + " ").say(surname, "person").say(", who was kind."),
        lambda: w.say("I talked to ").say(f"{given} {surname}", "person").say(" about it."),
        lambda: w.say("Then ").say(given, "person").say(" said nothing for a while."),
        lambda: w.say(surname, "person").say(" never came back to it."),
        lambda: w.say("It was ").say(f"{given} {surname}", "person").say("'s case, not mine."),
        lambda: w.say("I was at ").say(pick(HOSPITAL), "place").say(" at the time."),
        lambda: w.say("They moved us from ").say(pick(HOSPITAL), "place").say(" to ").say(pick(HOSPITAL), "place").say("."),
        lambda: w.say("I work for ").say(pick(TRUST), "employer").say(", still."),
        lambda: w.say("I grew up in ").say(pick(TOWN), "place").say(" and stayed."),
        lambda: w.say(pick(TOWN), "place").say(" is a long drive away."),
        lambda: w.say("She was on ").say(pick(WARD), "place").say(" that night."),
        lambda: w.say("He lived at ").say(pick(ADDRESS), "place").say(", near ").say(pick(SCHOOL), "place").say("."),
        lambda: w.say("It was on ").say(date(rng), "date").say(", I think."),
        lambda: w.say("I qualified in ").say(str(rng.randint(1985, 2028)), "date").say(" or so."),
        lambda: w.say("The patient was a ").say(f"{rng.randint(18, 95)}-year-old", "rare_detail").say(" teacher."),
        lambda: w.say("I'm ").say(str(rng.randint(25, 60)), "rare_detail").say(" now, so it counts."),
        lambda: w.say("She was aged ").say(pick(["forty-one", "87", "nineteen"]), "rare_detail").say(" when it began."),
        lambda: w.say("The number on the form was ").say(nhs_number(rng), "person").say("."),
        lambda: w.say("You can ring ").say(pick(["07700 900" + str(rng.randint(100, 999)), "020 7946 0" + str(
            rng.randint(100, 999)), "+44 7700 900" + str(rng.randint(100, 999))]), "person").say(" for the desk."),
        lambda: w.say("Write to ").say(f"{given}.{surname}@example.org".lower().replace("'", ""), "person").say("."),
        lambda: w.say("My postcode was ").say(pick(["SW1A 1AA", "M1 1AE", "B33 8TH", "EC1A 1BB"]), "place").say(" then."),
        lambda: w.say("After ").say(pick(EVENT), "event").say(" it was all different."),
    ]
    pick(kinds)()


def interview(rng):
    """Turns with labels: asked and answered in turn."""
    turns = []
    for _ in range(20):
        turns.append(("Interviewer", Writer().say(rng.choice(QUESTIONS))))
        answer = Writer()
        for index in range(rng.randint(2, 5)):
            if index:
                answer.say(" ")
            if rng.random() < 0.5:
                sentence(rng, answer)
            else:
                answer.say(rng.choice(ASIDES))
        turns.append(("Participant", answer))
    return turns


def joined(turns):
    """The text as turns joined by LF, with labels at their places in it."""
    text, labels = "", []
    for index, (_, turn) in enumerate(turns):
        text += "\n" if index else ""
        labels += [(start + len(text), end + len(text), category) for start, end, category in turn.labels]
        text += turn.text
    return text, labels


def ours(path, text, names):
    command = [os.environ["ENID"], "deidentify", path, "--format", "json"] + (["--names", names] if names else [])
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["suggestions"]
    for one in found:
        assert text[one["start"]:one["end"]] == one["original"], (one, text[one["start"]:one["end"]])
    return [(one["start"], one["end"], one["category"]) for one in found]


THEIRS = {"PERSON": "person", "PHONE_NUMBER": "person", "EMAIL_ADDRESS": "person", "UK_NHS": "person",
          "LOCATION": "place", "UK_POSTCODE": "place", "ORGANIZATION": "employer", "DATE_TIME": "date",
          "AGE": "rare_detail", "URL": "rare_detail", "NRP": "rare_detail"}


def presidio():
    """A finder by Presidio, or why there is none."""
    try:
        from presidio_analyzer import AnalyzerEngine
        from presidio_analyzer.nlp_engine import NlpEngineProvider
    except ImportError:
        return None, "presidio-analyzer is not installed"
    model = os.environ.get("SPACY_MODEL", "en_core_web_lg")
    try:
        import spacy
        spacy.load(model)
    except OSError:
        return None, f"the spaCy model {model} is not there"
    provider = NlpEngineProvider(nlp_configuration={
        "nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": model}],
        "ner_model_configuration": {"labels_to_ignore": ["CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT"]}})
    engine = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["en"])
    registry = engine.registry
    if not any(r.name == "NhsRecognizer" for r in registry.recognizers):
        from presidio_analyzer.predefined_recognizers import NhsRecognizer
        registry.add_recognizer(NhsRecognizer())
    try:
        from presidio_analyzer.predefined_recognizers import UkPostcodeRecognizer
        registry.add_recognizer(UkPostcodeRecognizer())
    except ImportError:
        pass

    def find(text):
        found = engine.analyze(text=text, language="en")
        return [(r.start, r.end, THEIRS[r.entity_type]) for r in found if r.entity_type in THEIRS]

    return find, f"Presidio with spaCy {model}"


class Tally:
    def __init__(self):
        self.labelled, self.covered = collections.Counter(), collections.Counter()
        self.said, self.right = collections.Counter(), collections.Counter()
        self.missed, self.wrong = collections.Counter(), collections.Counter()
        self.seconds = 0.0

    def add(self, text, labels, found):
        taken = set()
        for start, end, _ in found:
            taken.update(range(start, end))
        for start, end, category in labels:
            self.labelled[category] += 1
            if all(at in taken for at in range(start, end) if text[at].isalnum()):
                self.covered[category] += 1
            else:
                self.missed[category, text[start:end]] += 1
        for start, end, category in found:
            self.said[category] += 1
            if any(start < to and begin < end for begin, to, _ in labels):
                self.right[category] += 1
            else:
                self.wrong[category, text[max(0, start - 12):end + 12].replace("\n", " ")] += 1

    def tell(self, name, misses):
        print(f"\n{name}: {self.seconds:.2f} s in all")
        print(f"{'category':14}{'labelled':>9}{'recall':>9}{'said':>8}{'precision':>11}")
        share = lambda part, whole: f"{100 * part / whole:.1f} %" if whole else "–"
        for category in ["person", "place", "employer", "date", "event", "rare_detail"]:
            print(f"{category:14}{self.labelled[category]:9}"
                  f"{share(self.covered[category], self.labelled[category]):>9}{self.said[category]:8}"
                  f"{share(self.right[category], self.said[category]):>11}")
        print(f"{'all':14}{self.labelled.total():9}{share(self.covered.total(), self.labelled.total()):>9}"
              f"{self.said.total():8}{share(self.right.total(), self.said.total()):>11}")
        if misses:
            for title, counter in [("missed", self.missed), ("wrong", self.wrong)]:
                print(f"  {title}: " + "; ".join(f"{k[0]} {k[1]!r} {n}" for k, n in counter.most_common(25)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--interviews", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", action="store_true", help="list what was missed and what was wrong")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    find, peer = presidio()
    rules, listed, theirs = Tally(), Tally(), Tally()
    with tempfile.TemporaryDirectory() as work:
        names = os.path.join(work, "names.csv")
        with open(names, "w") as file:
            file.write("term,category\n" + "".join(f'"{n}",person\n' for n in GIVEN + SURNAME))
            file.write("".join(f'"{re.sub("^the ", "", n)}",place\n' for n in HOSPITAL + TOWN))
            file.write("".join(f'"{n}",employer\n' for n in TRUST) + "".join(f'"{n}",event\n' for n in EVENT))
        for index in range(options.interviews):
            turns = interview(rng)
            text, labels = joined(turns)
            path = os.path.join(work, f"{index}.txt")
            with open(path, "w") as file:
                file.write("\n\n".join(f"{speaker}: {turn.text}" for speaker, turn in turns) + "\n")
            runs = [(rules, lambda: ours(path, text, None)), (listed, lambda: ours(path, text, names))]
            for tally, run in runs + ([(theirs, lambda: find(text))] if find else []):
                began = time.perf_counter()
                found = run()
                tally.seconds += time.perf_counter() - began
                tally.add(text, labels, found)
    print(f"{options.interviews} invented interviews, seed {options.seed}. Recall: labelled spans of which every letter "
          "and digit is covered.\nPrecision: suggestions that touch a labelled span.")
    rules.tell("enid deidentify, rules alone (a process each)", options.misses)
    listed.tell("enid deidentify with a list of names, places and events", options.misses)
    if find:
        theirs.tell(peer, options.misses)
    else:
        print(f"\nThe peer is absent: {peer}. Nothing was compared.")


main()
