-- One row per phase whose code or label names a mission element.
--
-- grain:    phase_id
-- checks:
--   unique    phase_id
--   accepted  mission_element: DIA, ESQ, APS, APD, AVP, PRO, ACT, EXE, VISA, DET, OPC, AOR, OTHER
-- columns:
--   mission_element  canonical code of the Code de la commande publique, L2431-1 and following
--
-- The code decides before the label. Of several elements in one text the first written counts (PRO-DCE is PRO,
-- DET/VISA is DET), and of several spellings the longest ("Avant-projet déf." is APD).
-- Deposits and expenses are no mission, hence OTHER.
-- A phase that no spelling fits has no row: a person has to say.
with phases as (
    select phase_id, code, label, billing_mode from staging.phases where amends_phase_id is null
),

mission_spellings as (
    select spelling, mission_element from core.mission_spellings
),

texts as (
    select phase_id, 1 as turn, code as text from phases where code is not null
    union all
    select phase_id, 2 as turn, label as text from phases
),

spelled as (
    select
        phase_id,
        turn,
        ' ' || trim(regexp_replace(lower(strip_accents(text)), '[^a-z]+', ' ', 'g')) || ' ' as words,
    from texts
),

-- Thousands of phases share a few dozen names: search each name once.
names as (
    select words from spelled group by words
),

named as (
    select names.words, mission_spellings.mission_element
    from names
    inner join mission_spellings on contains(names.words, ' ' || mission_spellings.spelling || ' ')
    qualify
        row_number() over (
            partition by names.words
            order by
                instr(names.words, ' ' || mission_spellings.spelling || ' '),
                length(mission_spellings.spelling) desc
        ) = 1
),

mapped as (
    select spelled.phase_id, arg_min(named.mission_element, spelled.turn) as mission_element
    from spelled
    inner join named on named.words = spelled.words
    group by spelled.phase_id
),

mission_elements as (
    select
        phases.phase_id,
        coalesce(mapped.mission_element, 'OTHER') as mission_element,
    from phases
    left join mapped on mapped.phase_id = phases.phase_id
    where mapped.mission_element is not null or phases.billing_mode in ('deposit', 'expense')
)

select * from mission_elements
