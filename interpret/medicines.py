"""Medicines by name: which word of the contract a name that a clinician types belongs to.

International nonproprietary names; classes as in the WHO's Anatomical Therapeutic Chemical classification. A name that is not
here is entered as its class.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_NAMES = {
    "ppi": "omeprazole esomeprazole lansoprazole dexlansoprazole pantoprazole rabeprazole",
    "loop_diuretic": "furosemide bumetanide torasemide azosemide",
    "thiazide": "hydrochlorothiazide bendroflumethiazide chlortalidone indapamide metolazone",
    "potassium_sparing_diuretic": "spironolactone eplerenone amiloride triamterene finerenone",
    "aminoglycoside": "gentamicin tobramycin amikacin streptomycin neomycin",
    "amphotericin_b": "amphotericin",
    "platinum_chemotherapy": "cisplatin carboplatin oxaliplatin",
    "calcineurin_inhibitor": "ciclosporin tacrolimus voclosporin",
    "anti_egfr_antibody": "cetuximab panitumumab necitumumab",
    "sglt2_inhibitor": "dapagliflozin empagliflozin canagliflozin ertugliflozin",
    "beta_agonist": "salbutamol terbutaline salmeterol formoterol indacaterol",
    "corticosteroid": "prednisolone prednisone dexamethasone hydrocortisone methylprednisolone",
    "anticholinesterase_medicine": "pyridostigmine neostigmine donepezil rivastigmine galantamine",
    "stimulant": "methylphenidate dexamfetamine lisdexamfetamine",
}

MEDICINES: Mapping[str, str] = MappingProxyType(
    {name: word for word, names in _NAMES.items() for name in names.split()}
)
"""Each name with its word."""
