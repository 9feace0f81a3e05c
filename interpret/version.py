"""What is printed with every reading: version, knowledge date and the notice."""

VERSION = "0.1.0"
KNOWLEDGE_DATE = "2026-11-22"
NOTICE = (
    "For clinicians and teaching. Not a medical device; not for use in the care of a patient until whoever deploys it has "
    "classified and validated it. Not clinically reviewed. It recognises a few entered words and numbers that belong to an "
    "emergency protocol and says so; it does not monitor or alarm."
)
