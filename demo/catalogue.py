"""Who the example firm is and works with: every name, place and number here is invented."""

from dataclasses import dataclass
from decimal import Decimal

FIRM_NAME = "Atelier Kermeur Ingénierie"
FIRM_SIREN_ROOT = "90000001"


@dataclass(frozen=True, slots=True)
class Client:
    """A client and how it pays: `late_days` after the due date on average; `flaw`: what its record lacks."""

    client_id: str
    name: str
    postcode: str
    city: str
    is_public: bool = False
    payment_terms_days: int = 30
    end_of_month: bool = False
    late_days: int = 4
    country: str = "FR"
    language: str = "fr"
    flaw: str | None = None


CLIENTS: tuple[Client, ...] = (
    Client("C001", "Ville de Saint-Aubrac", "44980", "Saint-Aubrac", is_public=True, late_days=12),
    Client(
        "C002",
        "Communauté de communes du Val d'Ostre",
        "35990",
        "Montréal-sur-Ostre",
        is_public=True,
        late_days=20,
    ),
    Client(
        "C003",
        "Habitat du Ponant",
        "29980",
        "Port-Lannec",
        payment_terms_days=45,
        end_of_month=True,
        late_days=6,
    ),
    Client("C004", "SCI Les Tanneries", "49990", "Brissac-les-Eaux", late_days=38),
    Client("C005", "Promotion Armelle", "44990", "Orvaux", payment_terms_days=45, late_days=9),
    Client("C006", "Lycée agricole de Kervalon", "56980", "Kervalon", is_public=True, late_days=16),
    Client("C007", "Laiteries Bréhandec", "22980", "Bréhandec", payment_terms_days=60, late_days=3),
    Client("C008", "Clinique des Trois-Rives", "85990", "Les Trois-Rives", late_days=25),
    Client(
        "C009", "Foncière Malestrac", "75990", "Paris", payment_terms_days=45, end_of_month=True, late_days=2
    ),
    Client("C010", "Syndicat des eaux de l'Erdrenne", "44970", "Nort-Erdrenne", is_public=True, late_days=7),
    Client("C011", "Atelier Roncevel architectes", "35980", "Rennelles", late_days=52),
    Client(
        "C012", "Entreprise Guivarnec Bâtiment", "29970", "Plouvarnec", payment_terms_days=45, late_days=30
    ),
    Client(
        "C013", "Brückner Anlagenbau GmbH", "80999", "Neustetten", country="DE", language="en", late_days=1
    ),
    Client("C014", "Association Les Coudriers", "49980", "Coudray-le-Vieux", late_days=14, flaw="siren"),
    Client("C015", "Domaine de la Haute-Sève", "44960", "Clissonnet", late_days=18, flaw="address"),
)

MANAGERS: tuple[str, ...] = ("Solenn Kerbrat", "Idris Lamballe", "Maud Tréguier", "Yannick Pelhouet")
STAFF: tuple[tuple[str, Decimal, Decimal], ...] = (
    ("Solenn Kerbrat", Decimal("98.00"), Decimal("54.20")),
    ("Idris Lamballe", Decimal("95.00"), Decimal("51.75")),
    ("Maud Tréguier", Decimal("92.00"), Decimal("49.10")),
    ("Yannick Pelhouet", Decimal("90.00"), Decimal("47.60")),
    ("Anaëlle Quiniou", Decimal("72.00"), Decimal("38.40")),
    ("Bastien Corvaisier", Decimal("70.00"), Decimal("36.90")),
    ("Chirine Delahaye", Decimal("68.00"), Decimal("35.15")),
    ("Erwan Goasguen", Decimal("64.00"), Decimal("33.05")),
)

PROJECT_NAMES: tuple[str, ...] = (
    "Médiathèque de Saint-Aubrac",
    "Extension de l'hôtel communautaire",
    "Résidence Les Goélands",
    "Reconversion des Tanneries",
    "Îlot des Capucins",
    "Internat du lycée agricole",
    "Atelier de conditionnement",
    "Bloc opératoire n° 3",
    "Immeuble de bureaux Malestrac",
    "Station de pompage de l'Erdrenne",
    "Groupe scolaire du Bourg-Neuf",
    "Halle de marché couverte",
    "Passerelle du Moulin",
    "Gymnase des Ajoncs",
    "Crèche de la Coulée verte",
    "Réseau de chaleur bois",
    "Parking silo de la gare",
    "Réhabilitation de 48 logements",
    "Bassin d'orage de Kerlann",
    "Tribune du stade municipal",
    "Chaufferie de la laiterie",
    "Pôle de santé des Trois-Rives",
    "Entrepôt frigorifique nord",
    "Salle polyvalente de Coudray",
    "Mise aux normes de l'internat",
    "Logements de la ZAC des Ormes",
    "Restructuration du siège Malestrac",
    "Château d'eau de Plouvarnec",
    "Déchèterie intercommunale",
    "Maison des associations",
    "Étude acoustique du foyer rural",
    "Fermes solaires des Landes",
    "Quai de déchargement Brückner",
    "Restauration du pressoir",
    "Aménagement du port de pêche",
    "École de musique",
    "Caserne de Nort-Erdrenne",
    "Cuisine centrale",
    "Piscine de plein air",
    "Pont-rail de la Vilette",
)

# Shares of the fee by mission element, in the order of the work (usual split, domain.md section 1).
BUILDING_SPLIT: tuple[tuple[str, str, str], ...] = (
    ("ESQ", "Esquisse", "0.05"),
    ("APS", "Avant-projet sommaire", "0.095"),
    ("APD", "Avant-projet définitif", "0.175"),
    ("PRO", "Projet", "0.20"),
    ("ACT", "Assistance contrats de travaux", "0.075"),
    ("VISA", "Visa des études d'exécution", "0.085"),
    ("DET", "Direction de l'exécution", "0.26"),
    ("AOR", "Réception", "0.06"),
)
SHORT_SPLIT: tuple[tuple[str, str, str], ...] = (
    ("DIA", "Diagnostic", "0.20"),
    ("AVP", "Avant-projet", "0.30"),
    ("PRO", "PRO-DCE", "0.30"),
    ("DET", "Suivi de chantier", "0.20"),
)


def siren(root: str) -> str:
    """Complete eight digits with their Luhn key (ISO/IEC 7812), as every SIREN carries it."""
    total = 0
    for place, digit in enumerate(reversed(root)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return root + str(-total % 10)
