-- One row per day, from twenty years before today to two years after, with the French public holidays.
--
-- grain:    day_date
-- checks:
--   unique    day_date
--   not_null  day_date, month, is_weekend, is_holiday, is_working_day
-- columns:
--   month           its first day
--   iso_week        ISO 8601, such as 2026-W27
--   weekday         1 Monday to 7 Sunday
--   holiday_name    null on other days
--   is_working_day  neither week-end nor public holiday
--
-- Easter by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8); holidays of the Code du travail, L3133-1.
with clock as (
    select today from core.clock
),

days as (
    select unnest(
        generate_series(
            make_date(year(today) - 20, 1, 1)::timestamp, make_date(year(today) + 2, 12, 31)::timestamp, interval 1 day
        )
    )::date as day_date
    from clock
),

years as (
    select year(day_date) as year_number from days group by year(day_date)
),

moons as (
    select
        year_number,
        year_number % 19 as golden,
        year_number // 100 as century,
        year_number % 100 as year_of_century,
        (
            19 * (year_number % 19)
            + year_number // 100
            - year_number // 400
            - ((year_number // 100) - ((year_number // 100) + 8) // 25 + 1) // 3
            + 15
        ) % 30 as epact,
    from years
),

sundays as (
    select
        year_number,
        golden,
        epact,
        (32 + 2 * (century % 4) + 2 * (year_of_century // 4) - epact - year_of_century % 4) % 7 as to_sunday,
    from moons
),

easters as (
    select
        year_number,
        make_date(year_number, 3, 22)
        + (epact + to_sunday - 7 * ((golden + 11 * epact + 22 * to_sunday) // 451))::integer as easter_date,
    from sundays
),

holidays as (
    select make_date(year_number, 1, 1) as day_date, 'Jour de l''an' as holiday_name from easters
    union all
    select easter_date + 1 as day_date, 'Lundi de Pâques' as holiday_name from easters
    union all
    select make_date(year_number, 5, 1) as day_date, 'Fête du Travail' as holiday_name from easters
    union all
    select make_date(year_number, 5, 8) as day_date, 'Victoire 1945' as holiday_name from easters
    union all
    select easter_date + 39 as day_date, 'Ascension' as holiday_name from easters
    union all
    select easter_date + 50 as day_date, 'Lundi de Pentecôte' as holiday_name from easters
    union all
    select make_date(year_number, 7, 14) as day_date, 'Fête nationale' as holiday_name from easters
    union all
    select make_date(year_number, 8, 15) as day_date, 'Assomption' as holiday_name from easters
    union all
    select make_date(year_number, 11, 1) as day_date, 'Toussaint' as holiday_name from easters
    union all
    select make_date(year_number, 11, 11) as day_date, 'Armistice 1918' as holiday_name from easters
    union all
    select make_date(year_number, 12, 25) as day_date, 'Noël' as holiday_name from easters
),

named as (
    -- Ascension falls on the first or the eighth of May in some years.
    select day_date, string_agg(holiday_name, ', ' order by holiday_name) as holiday_name
    from holidays
    group by day_date
),

calendar as (
    select
        days.day_date,
        date_trunc('month', days.day_date)::date as month,
        year(days.day_date) as year_number,
        quarter(days.day_date) as quarter_number,
        strftime(days.day_date, '%G-W%V') as iso_week,
        isodow(days.day_date) as weekday,
        isodow(days.day_date) >= 6 as is_weekend,
        named.holiday_name is not null as is_holiday,
        isodow(days.day_date) < 6 and named.holiday_name is null as is_working_day,
        named.holiday_name,
    from days
    left join named on named.day_date = days.day_date
)

select * from calendar
