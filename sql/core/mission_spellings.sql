-- One row per way in which firms write a mission element: lower case, no accents, words parted by one space.
--
-- grain:    spelling
-- checks:
--   unique    spelling
--   accepted  mission_element: DIA, ESQ, APS, APD, AVP, PRO, ACT, EXE, VISA, DET, OPC, AOR, OTHER
-- columns:
--   spelling  whole words; digits and punctuation are blanks
--
-- Elements of the Code de la commande publique, L2431-1 and following; AVP stands for APS and APD together.
with mission_spellings as (
    select listed.mission_element, listed.spelling
    from (
        values
            ('DIA', 'dia'),
            ('DIA', 'diag'),
            ('DIA', 'diagnostic'),
            ('DIA', 'diagnostics'),
            ('DIA', 'etat des lieux'),
            ('DIA', 'releve'),
            ('DIA', 'releves'),
            ('ESQ', 'esq'),
            ('ESQ', 'esquisse'),
            ('ESQ', 'esquisses'),
            ('ESQ', 'ep'),
            ('ESQ', 'etude preliminaire'),
            ('ESQ', 'etudes preliminaires'),
            ('APS', 'aps'),
            ('APS', 'avant projet som'),
            ('APS', 'avant projet sommaire'),
            ('APD', 'apd'),
            ('APD', 'avant projet def'),
            ('APD', 'avant projet definitif'),
            ('APD', 'avant projet detaille'),
            ('AVP', 'avp'),
            ('AVP', 'aps apd'),
            ('AVP', 'avant projet'),
            ('AVP', 'avant projets'),
            ('PRO', 'pro'),
            ('PRO', 'projet'),
            ('PRO', 'etudes de projet'),
            ('ACT', 'act'),
            ('ACT', 'dce'),
            ('ACT', 'consultation'),
            ('ACT', 'dossier de consultation'),
            ('ACT', 'passation'),
            ('ACT', 'appel d offres'),
            ('ACT', 'appels d offres'),
            ('ACT', 'analyse des offres'),
            ('ACT', 'assistance contrats de travaux'),
            ('ACT', 'assistance aux contrats de travaux'),
            ('ACT', 'contrats de travaux'),
            ('ACT', 'marches de travaux'),
            ('EXE', 'exe'),
            ('EXE', 'execution'),
            ('EXE', 'etudes d execution'),
            ('EXE', 'plans d execution'),
            ('VISA', 'visa'),
            ('VISA', 'visas'),
            ('DET', 'det'),
            ('DET', 'direction de l execution'),
            ('DET', 'direction d execution'),
            ('DET', 'direction de travaux'),
            ('DET', 'direction des travaux'),
            ('DET', 'suivi de chantier'),
            ('DET', 'suivi de travaux'),
            ('DET', 'suivi des travaux'),
            ('DET', 'suivi d execution'),
            ('DET', 'chantier'),
            ('OPC', 'opc'),
            ('OPC', 'ordonnancement'),
            ('OPC', 'pilotage'),
            ('AOR', 'aor'),
            ('AOR', 'aop'),
            ('AOR', 'opr'),
            ('AOR', 'gpa'),
            ('AOR', 'doe'),
            ('AOR', 'reception'),
            ('AOR', 'receptions'),
            ('AOR', 'operations prealables'),
            ('AOR', 'levee des reserves'),
            ('AOR', 'levee de reserves'),
            ('AOR', 'parfait achevement'),
            ('OTHER', 'other'),
            ('OTHER', 'autre'),
            ('OTHER', 'autres'),
            ('OTHER', 'divers'),
            ('OTHER', 'hors mission'),
            ('OTHER', 'mission complementaire'),
            ('OTHER', 'missions complementaires')
    ) as listed (mission_element, spelling)
)

select * from mission_spellings
