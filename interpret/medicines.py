"""Medicines and signs by other names: which word of the contract a name that a clinician types belongs to.

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

_OTHER_NAMES = {
    "ppi": "PPI, Losec, Prilosec, Nexium, Prevacid, Protonix, Pariet, Dexilant",
    "loop_diuretic": "Lasix, frusemide, Bumex, torsemide",
    "thiazide": "HCTZ, chlorthalidone, bendrofluazide, Zaroxolyn",
    "potassium_sparing_diuretic": "Aldactone, Inspra, Kerendia",
    "amphotericin_b": "AmBisome, Fungizone",
    "calcineurin_inhibitor": "cyclosporine, cyclosporin, Neoral, Prograf",
    "anti_egfr_antibody": "Erbitux, Vectibix",
    "sglt2_inhibitor": "Farxiga, Forxiga, Jardiance, Invokana",
    "beta_agonist": "albuterol, Ventolin",
    "anticholinesterase_medicine": "Mestinon, Aricept",
    "stimulant": "Ritalin, dextroamphetamine, Vyvanse",
    "patiromer": "Veltassa",
    "magnesium_laxative_or_antacid": "milk of magnesia, magnesium hydroxide",
    "iv_magnesium_recent": "IV magnesium",
    "parenteral_nutrition": "TPN",
    "chronic_diarrhoea": "diarrhea",
    "acute_kidney_injury": "AKI",
    "ckd": "CKD",
    "ketoacidosis": "DKA",
    "fasciculations": "muscle twitching, twitching calves, calf twitching",
    "cramps": "calf cramps, cramp in the calves",
    "paraesthesia": "pins and needles, tingling, paresthesia, numbness with tingling",
    "sensory_loss": "numbness as loss of feeling",
    "seizure": "convulsion, fit",
    "syncope": "fainting",
    "fatigue": "tiredness",
    "haemolysed": "hemolysed, hemolyzed, hemolysis",
}
"""Abbreviations, brand names, US spellings and what a patient calls it."""

MEDICINES: Mapping[str, str] = MappingProxyType(
    {name: word for word, names in _NAMES.items() for name in names.split()}
    | {name: word for word, names in _OTHER_NAMES.items() for name in names.split(", ")}
)
"""Each name with its word."""
