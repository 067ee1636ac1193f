-- Dolibarr ERP, versions 9 to 20: its tables llx_*, exported one file each as CSV or Parquet.
--
-- How to read this file: a line `-- == kind name` opens a section.
--   source    which texts mean null
--   table     a source table: our name of each column, then the source's (alternatives by version, `?` optional);
--             a file is this table when all columns without `?` are there
--   ignored   a source table that is recognised and not taken, by columns that tell it from others
--   template  one select for one template; `_row` is the row of the driving table
--   left out  counts of what the selects leave aside on purpose: what, row_count, amount
--   tie-out   the same measure on both sides; `loaded_x` holds the rows of raw.x that came from this source
--
-- Every source column is text. What a text cannot give stays as it stands, to be rejected with its reason:
--   amount_of(x)      decimal(24, 8), the type of Dolibarr's amounts, or null; exact(x) the same, or the text itself
--   percent_of(x)     20 as 0.20;  hours_of(x)  seconds as hours;  date_of(x)  a date without its time
--   first_line(x)  of a description, without its HTML

-- == source dolibarr
-- null: \N, 0000-00-00, 0000-00-00 00:00:00

-- == table third_party
--   id            rowid
--   name          nom
--   code          code_client
--   siren         siren
--   siret         siret
--   vat_number    tva_intra
--   email         email
--   address       address
--   postcode      zip
--   town          town
--   country       fk_pays
--   kind          fk_typent
--   terms         cond_reglement
--   lang          default_lang
--   is_customer   client
--   is_supplier   fournisseur

-- == table payment_term
--   id            rowid
--   days          nbjour
--   rule          type_cdr
--   label         libelle_facture

-- == table payment_method
--   id            id
--   label         libelle
--   accountancy   accountancy_code

-- == table project
--   id            rowid
--   ref           ref
--   third_party   fk_soc
--   title         title
--   status        fk_statut
--   opportunity   fk_opp_status

-- == table task
--   id            rowid
--   ref           ref
--   project       fk_projet
--   parent        fk_task_parent
--   label         label
--   end_on        datee
--   workload      planned_workload
--   position      rang

-- == table time_spent
--   id            rowid
--   task          fk_task | fk_element
--   worked_on     task_date | element_date
--   seconds       task_duration | element_duration
--   person        fk_user
--   cost_rate     thm
--   element       elementtype ?

-- == table proposal
--   id            rowid
--   ref           ref
--   third_party   fk_soc
--   project       fk_projet
--   status        fk_statut
--   client_ref    ref_client
--   valid_until   fin_validite
--   signed_at     date_signature ?
--   closed_at     date_cloture
--   net           total_ht
--   gross         total | total_ttc

-- == table proposal_line
--   id            rowid
--   proposal      fk_propal
--   product       fk_product
--   label         label
--   description   description
--   vat_percent   tva_tx
--   net           total_ht
--   position      rang

-- == table product
--   id            rowid
--   ref           ref
--   label         label
--   kind          fk_product_type

-- == table invoice
--   id            rowid
--   number        facnumber | ref
--   kind          type
--   status        fk_statut
--   third_party   fk_soc
--   project       fk_projet
--   corrects      fk_facture_source
--   issued_on     datef
--   due_on        date_lim_reglement
--   is_paid       paye
--   net           total | total_ht
--   vat           tva | total_tva
--   gross         total_ttc
--   warranty      retained_warranty ?

-- == table invoice_line
--   id            rowid
--   invoice       fk_facture
--   product       fk_product
--   label         label
--   description   description
--   vat_percent   tva_tx
--   net           total_ht
--   discount      fk_remise_except
--   situation     situation_percent

-- == table discount
--   id            rowid
--   net           amount_ht
--   from_invoice  fk_facture_source
--   on_line       fk_facture_line

-- == table payment
--   id            rowid
--   paid_on       datep
--   amount        amount
--   method        fk_paiement
--   reference     num_paiement
--   bank_line     fk_bank

-- == table payment_link
--   id            rowid
--   payment       fk_paiement
--   invoice       fk_facture
--   amount        amount

-- == table link
--   id            rowid
--   from_id       fk_source
--   from_kind     sourcetype
--   to_id         fk_target
--   to_kind       targettype

-- == ignored bank: rowid, dateo, datev, fk_account, fk_type, num_releve
-- == ignored bank_account: rowid, code_banque, code_guichet, cle_rib, courant
-- == ignored bank_url: rowid, fk_bank, url_id, type
-- == ignored order: rowid, fk_soc, date_commande, fk_statut, total_ht
-- == ignored order_line: rowid, fk_commande, fk_product, total_ht
-- == ignored contract: rowid, date_contrat, fk_soc, fk_commercial_signature
-- == ignored contract_line: rowid, fk_contrat, date_ouverture, total_ht
-- == ignored contact: rowid, element_id, fk_c_type_contact, fk_socpeople
-- == ignored recurring_invoice: rowid, titre, frequency, nb_gen_done, fk_soc
-- == ignored proposal_status: id, code, label, active

-- == template clients from third_party
select
    third_party._row,
    coalesce(third_party.code, 'SOC-' || third_party.id) as client_id,
    third_party.name,
    third_party.siren,
    third_party.siret,
    third_party.vat_number,
    third_party.email,
    third_party.address,
    third_party.postcode,
    third_party.town as city,
    case third_party.country
        when '1' then 'FR' when '2' then 'BE' when '3' then 'IT' when '4' then 'ES' when '5' then 'DE'
        when '6' then 'CH' when '7' then 'GB' when '8' then 'IE' when '9' then 'CN' when '10' then 'TN'
        when '11' then 'US' when '12' then 'MA' when '13' then 'DZ' when '14' then 'CA' when '17' then 'NL'
        when '25' then 'PT' when '27' then 'MC' when '117' then 'IN' when '140' then 'LU' when '0' then null
        else 'pays ' || third_party.country
    end as country,
    payment_term.days as payment_terms_days,
    case when payment_term.rule = '1' then 'true' end as end_of_month,
    case when third_party.kind = '5' then 'true' end as is_public,
    left(third_party.lang, 2) as language,
from third_party
left join payment_term on payment_term.id = third_party.terms

-- == template projects from project
select
    project._row,
    project.ref as project_id,
    coalesce(third_party.code, 'SOC-' || third_party.id) as client_id,
    coalesce(project.title, project.ref) as name,
    case when project.status = '2' then 'closed' else 'open' end as status,
from project
left join third_party on third_party.id = project.third_party

-- == template projects from proposal
-- A proposal without a project gets one of its own, under its own reference.
select
    proposal._row,
    proposal.ref as project_id,
    coalesce(third_party.code, 'SOC-' || third_party.id) as client_id,
    coalesce(proposal.client_ref, 'Proposition ' || proposal.ref) as name,
from proposal
left join third_party on third_party.id = proposal.third_party
left join project on project.id = proposal.project
where project.id is null and proposal.status <> '0'

-- == template quotes from proposal
-- Status 1 is open, 2 signed, 3 not signed, 4 billed (signed before).
select
    proposal._row,
    proposal.ref as quote_id,
    coalesce(project.ref, proposal.ref) as project_id,
    case when proposal.status in ('2', '4') then date_of(coalesce(proposal.signed_at, proposal.closed_at)) end
        as signed_on,
    case proposal.status
        when '1' then 'sent' when '2' then 'signed' when '3' then 'lost' when '4' then 'signed'
        else 'statut ' || proposal.status
    end as status,
from proposal
left join project on project.id = proposal.project
where proposal.status <> '0'

-- == template quotes from project
-- Tasks hang on a project, not on a proposal: one quote of the project gathers them, and nobody signed it.
select
    project._row,
    'TASKS-' || project.ref as quote_id,
    project.ref as project_id,
    'draft' as status,
from project
where project.id in (select task.project from task)

-- == template phases from proposal_line
select
    proposal_line._row,
    proposal.ref || '-' || proposal_line.id as phase_id,
    proposal.ref as quote_id,
    coalesce(
        proposal_line.label,
        product.label,
        first_line(proposal_line.description),
        'Ligne ' || proposal_line.id
    ) as label,
    proposal_line.position,
    'milestone' as billing_mode,
    exact(proposal_line.net) as amount,
    percent_of(proposal_line.vat_percent) as vat_rate,
from proposal_line
inner join proposal on proposal.id = proposal_line.proposal
left join product on product.id = proposal_line.product
where proposal.status <> '0'

-- == template phases from task
select
    task._row,
    'TASK-' || task.id as phase_id,
    'TASKS-' || project.ref as quote_id,
    coalesce(task.label, task.ref) as label,
    task.ref as code,
    task.position,
    'time' as billing_mode,
    0 as amount,
    hours_of(task.workload) as budget_hours,
    date_of(task.end_on) as planned_on,
from task
left join project on project.id = task.project

-- == template timesheets from time_spent
-- Dolibarr knows no approval and no selling rate; people are numbers, their names are in a table not taken.
select
    time_spent._row,
    'TIME-' || time_spent.id as entry_id,
    'utilisateur ' || time_spent.person as person,
    'TASK-' || time_spent.task as phase_id,
    date_of(time_spent.worked_on) as worked_on,
    hours_of(time_spent.seconds) as hours,
    exact(time_spent.cost_rate) as cost_rate,
from time_spent
where coalesce(time_spent.element, 'task') = 'task'

-- == template invoices from invoice
-- Type 0 standard, 1 replacement, 2 credit note, 3 deposit, 4 pro forma (no document), 5 situation.
with proposals as (
    select link.to_id as invoice_id, min(proposal.ref) as ref
    from link
    inner join proposal on proposal.id = link.from_id
    where link.from_kind = 'propal' and link.to_kind = 'facture' and proposal.status <> '0'
    group by link.to_id
    having count(*) = 1
)

select
    invoice._row,
    invoice.number as invoice_number,
    case invoice.kind
        when '0' then 'invoice' when '1' then 'invoice' when '5' then 'invoice'
        when '2' then 'credit_note' when '3' then 'deposit'
        else 'type ' || invoice.kind
    end as document_kind,
    coalesce(third_party.code, 'SOC-' || third_party.id) as client_id,
    project.ref as project_id,
    proposals.ref as quote_id,
    case when invoice.kind = '2' then corrected.number end as corrects_invoice_number,
    date_of(invoice.issued_on) as issued_on,
    date_of(invoice.due_on) as due_on,
    exact(invoice.net) as net_amount,
    exact(invoice.vat) as vat_amount,
    exact(invoice.gross) as gross_amount,
    round(try_cast(invoice.gross as decimal(18, 2)) * try_cast(invoice.warranty as decimal(9, 4)) * 0.01, 2)
        as retention_amount,
from invoice
left join third_party on third_party.id = invoice.third_party
left join project on project.id = invoice.project
left join proposals on proposals.invoice_id = invoice.id
left join invoice as corrected on corrected.id = invoice.corrects and corrected.status <> '0'
where invoice.status <> '0' and invoice.kind <> '4'

-- == template invoice_lines from invoice_line
-- A line that takes back a deposit is a discount whose source is a deposit invoice.
select
    invoice_line._row,
    invoice.number as invoice_number,
    invoice_line.id as line_number,
    case
        when invoice.kind = '3' then 'deposit'
        when deposit.id is not null then 'deposit_deduction'
        else 'work'
    end as line_kind,
    coalesce(
        invoice_line.label,
        product.label,
        first_line(invoice_line.description)
    ) as label,
    exact(invoice_line.net) as net_amount,
    percent_of(invoice_line.vat_percent) as vat_rate,
from invoice_line
inner join invoice on invoice.id = invoice_line.invoice
left join product on product.id = invoice_line.product
left join discount on discount.id = invoice_line.discount
left join invoice as deposit on deposit.id = discount.from_invoice and deposit.kind = '3'
where invoice.status <> '0' and invoice.kind <> '4'

-- == template payments from payment_link
select
    payment_link._row,
    payment_link.payment || '/' || invoice.number as payment_id,
    date_of(payment.paid_on) as paid_on,
    exact(payment_link.amount) as amount,
    third_party.name as payer,
    payment.reference,
    payment_method.label as method,
    case when invoice.status <> '0' then invoice.number end as invoice_number,
from payment_link
left join payment on payment.id = payment_link.payment
left join invoice on invoice.id = payment_link.invoice
left join third_party on third_party.id = invoice.third_party
left join payment_method on payment_method.id = payment.method

-- == template payments from payment
-- What a payment holds beyond its links, or all of it: money that no invoice is named for.
with linked as (
    select payment_link.payment as payment_id, sum(amount_of(payment_link.amount)) as amount
    from payment_link
    group by payment_link.payment
)

select
    payment._row,
    payment.id as payment_id,
    date_of(payment.paid_on) as paid_on,
    coalesce(cast(amount_of(payment.amount) - coalesce(linked.amount, 0) as varchar), payment.amount) as amount,
    payment.reference,
    payment_method.label as method,
from payment
left join linked on linked.payment_id = payment.id
left join payment_method on payment_method.id = payment.method
where linked.payment_id is null or amount_of(payment.amount) <> linked.amount

-- == left out draft_invoices
select
    'Factures à l''état de brouillon' as what,
    count(*) as row_count,
    sum(amount_of(invoice.gross)) as amount,
from invoice
where invoice.status = '0'

-- == left out pro_forma
select
    'Factures pro forma' as what,
    count(*) as row_count,
    sum(amount_of(invoice.gross)) as amount,
from invoice
where invoice.status <> '0' and invoice.kind = '4'

-- == left out draft_proposals
select
    'Propositions à l''état de brouillon' as what,
    count(*) as row_count,
    sum(amount_of(proposal.net)) as amount,
from proposal
where proposal.status = '0'

-- == left out links
select
    'Liens entre objets (hors proposition vers facture)' as what,
    count(*) as row_count,
    cast(null as decimal(18, 2)) as amount,
from link
where link.from_kind <> 'propal' or link.to_kind <> 'facture'

-- == left out other_time
select
    'Temps passé ailleurs que sur une tâche' as what,
    count(*) as row_count,
    cast(null as decimal(18, 2)) as amount,
from time_spent
where time_spent.element <> 'task'

-- == tie-out invoices
select
    'Factures et avoirs (TTC)' as measure,
    (select count(*) from invoice where invoice.status <> '0' and invoice.kind <> '4') as source_count,
    (
        select sum(amount_of(invoice.gross))
        from invoice
        where invoice.status <> '0' and invoice.kind <> '4'
    ) as source_amount,
    count(*) as loaded_count,
    sum(loaded_invoices.gross_amount) as loaded_amount,
from loaded_invoices

-- == tie-out invoice_lines
select
    'Lignes de facture (HT)' as measure,
    (select count(*) from invoice_line inner join invoice on invoice.id = invoice_line.invoice
     where invoice.status <> '0' and invoice.kind <> '4') as source_count,
    (
        select sum(amount_of(invoice_line.net))
        from invoice_line
        inner join invoice on invoice.id = invoice_line.invoice
        where invoice.status <> '0' and invoice.kind <> '4'
    ) as source_amount,
    count(*) as loaded_count,
    sum(loaded_invoice_lines.net_amount) as loaded_amount,
from loaded_invoice_lines

-- == tie-out payments
select
    'Règlements (une ligne par facture réglée compte pour un)' as measure,
    (select count(*) from payment) as source_count,
    (select sum(amount_of(payment.amount)) from payment) as source_amount,
    count(distinct split_part(loaded_payments.payment_id, '/', 1)) as loaded_count,
    sum(loaded_payments.amount) as loaded_amount,
from loaded_payments

-- == tie-out proposals
select
    'Propositions (HT)' as measure,
    (select count(*) from proposal where proposal.status <> '0') as source_count,
    (select sum(amount_of(proposal.net)) from proposal where proposal.status <> '0') as source_amount,
    count(distinct loaded_quotes.quote_id) as loaded_count,
    sum(loaded_phases.amount) as loaded_amount,
from loaded_quotes
left join loaded_phases on loaded_phases.quote_id = loaded_quotes.quote_id
where not starts_with(loaded_quotes.quote_id, 'TASKS-')

-- == tie-out hours
select
    'Heures passées (total en heures)' as measure,
    (select count(*) from time_spent where coalesce(time_spent.element, 'task') = 'task') as source_count,
    (
        select round(sum(amount_of(time_spent.seconds)) / 3600, 2)
        from time_spent
        where coalesce(time_spent.element, 'task') = 'task'
    ) as source_amount,
    count(*) as loaded_count,
    round(sum(loaded_timesheets.hours), 2) as loaded_amount,
from loaded_timesheets
