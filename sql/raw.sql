-- The raw store: what the source files say, typed and defaulted, one table per template.
-- Written from ingest/templates.py by `python -m ingest.ddl`; a test compares them.

create table if not exists clients (
    client_id VARCHAR,
    name VARCHAR,
    siren VARCHAR,
    siret VARCHAR,
    vat_number VARCHAR,
    email VARCHAR,
    address VARCHAR,
    postcode VARCHAR,
    city VARCHAR,
    country VARCHAR,
    payment_terms_days INTEGER,
    end_of_month BOOLEAN,
    is_public BOOLEAN,
    service_code VARCHAR,
    language VARCHAR,
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
);

create table if not exists clients_superseded (
    client_id VARCHAR,
    name VARCHAR,
    siren VARCHAR,
    siret VARCHAR,
    vat_number VARCHAR,
    email VARCHAR,
    address VARCHAR,
    postcode VARCHAR,
    city VARCHAR,
    country VARCHAR,
    payment_terms_days INTEGER,
    end_of_month BOOLEAN,
    is_public BOOLEAN,
    service_code VARCHAR,
    language VARCHAR,
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
    superseded_by_load_id BIGINT not null,
);

create table if not exists projects (
    project_id VARCHAR,
    client_id VARCHAR,
    name VARCHAR,
    manager VARCHAR,
    status VARCHAR,
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
);

create table if not exists projects_superseded (
    project_id VARCHAR,
    client_id VARCHAR,
    name VARCHAR,
    manager VARCHAR,
    status VARCHAR,
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
    superseded_by_load_id BIGINT not null,
);

create table if not exists quotes (
    quote_id VARCHAR,
    project_id VARCHAR,
    amends_quote_id VARCHAR,
    signed_on DATE,
    status VARCHAR,
    deposit_policy VARCHAR,
    market_number VARCHAR,
    commitment_number VARCHAR,
    reception_on DATE,
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
);

create table if not exists quotes_superseded (
    quote_id VARCHAR,
    project_id VARCHAR,
    amends_quote_id VARCHAR,
    signed_on DATE,
    status VARCHAR,
    deposit_policy VARCHAR,
    market_number VARCHAR,
    commitment_number VARCHAR,
    reception_on DATE,
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
    superseded_by_load_id BIGINT not null,
);

create table if not exists phases (
    phase_id VARCHAR,
    quote_id VARCHAR,
    label VARCHAR,
    code VARCHAR,
    position INTEGER,
    billing_mode VARCHAR,
    amount DECIMAL(18, 2),
    vat_rate DECIMAL(9, 6),
    budget_hours DECIMAL(18, 6),
    hourly_rate DECIMAL(18, 6),
    cap_amount DECIMAL(18, 2),
    retention_rate DECIMAL(9, 6),
    planned_on DATE,
    amends_phase_id VARCHAR,
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
);

create table if not exists phases_superseded (
    phase_id VARCHAR,
    quote_id VARCHAR,
    label VARCHAR,
    code VARCHAR,
    position INTEGER,
    billing_mode VARCHAR,
    amount DECIMAL(18, 2),
    vat_rate DECIMAL(9, 6),
    budget_hours DECIMAL(18, 6),
    hourly_rate DECIMAL(18, 6),
    cap_amount DECIMAL(18, 2),
    retention_rate DECIMAL(9, 6),
    planned_on DATE,
    amends_phase_id VARCHAR,
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
    superseded_by_load_id BIGINT not null,
);

create table if not exists progress (
    phase_id VARCHAR,
    validated_on DATE,
    progress DECIMAL(18, 12),
    validated_by VARCHAR,
    evidence VARCHAR,
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
);

create table if not exists progress_superseded (
    phase_id VARCHAR,
    validated_on DATE,
    progress DECIMAL(18, 12),
    validated_by VARCHAR,
    evidence VARCHAR,
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
    superseded_by_load_id BIGINT not null,
);

create table if not exists timesheets (
    entry_id VARCHAR,
    person VARCHAR,
    phase_id VARCHAR,
    worked_on DATE,
    hours DECIMAL(18, 6),
    approved_on DATE,
    billing_rate DECIMAL(18, 6),
    cost_rate DECIMAL(18, 6),
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
);

create table if not exists timesheets_superseded (
    entry_id VARCHAR,
    person VARCHAR,
    phase_id VARCHAR,
    worked_on DATE,
    hours DECIMAL(18, 6),
    approved_on DATE,
    billing_rate DECIMAL(18, 6),
    cost_rate DECIMAL(18, 6),
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
    superseded_by_load_id BIGINT not null,
);

create table if not exists remaining (
    phase_id VARCHAR,
    as_of DATE,
    remaining_cost DECIMAL(18, 2),
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
);

create table if not exists remaining_superseded (
    phase_id VARCHAR,
    as_of DATE,
    remaining_cost DECIMAL(18, 2),
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
    superseded_by_load_id BIGINT not null,
);

create table if not exists invoices (
    invoice_number VARCHAR,
    document_kind VARCHAR,
    client_id VARCHAR,
    project_id VARCHAR,
    quote_id VARCHAR,
    corrects_invoice_number VARCHAR,
    issued_on DATE,
    sent_on DATE,
    due_on DATE,
    net_amount DECIMAL(18, 2),
    vat_amount DECIMAL(18, 2),
    gross_amount DECIMAL(18, 2),
    retention_amount DECIMAL(18, 2),
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
);

create table if not exists invoices_superseded (
    invoice_number VARCHAR,
    document_kind VARCHAR,
    client_id VARCHAR,
    project_id VARCHAR,
    quote_id VARCHAR,
    corrects_invoice_number VARCHAR,
    issued_on DATE,
    sent_on DATE,
    due_on DATE,
    net_amount DECIMAL(18, 2),
    vat_amount DECIMAL(18, 2),
    gross_amount DECIMAL(18, 2),
    retention_amount DECIMAL(18, 2),
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
    superseded_by_load_id BIGINT not null,
);

create table if not exists invoice_lines (
    invoice_number VARCHAR,
    line_number INTEGER,
    phase_id VARCHAR,
    line_kind VARCHAR,
    label VARCHAR,
    net_amount DECIMAL(18, 2),
    vat_rate DECIMAL(9, 6),
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
);

create table if not exists invoice_lines_superseded (
    invoice_number VARCHAR,
    line_number INTEGER,
    phase_id VARCHAR,
    line_kind VARCHAR,
    label VARCHAR,
    net_amount DECIMAL(18, 2),
    vat_rate DECIMAL(9, 6),
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
    superseded_by_load_id BIGINT not null,
);

create table if not exists payments (
    payment_id VARCHAR,
    paid_on DATE,
    amount DECIMAL(18, 2),
    payer VARCHAR,
    reference VARCHAR,
    method VARCHAR,
    invoice_number VARCHAR,
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
);

create table if not exists payments_superseded (
    payment_id VARCHAR,
    paid_on DATE,
    amount DECIMAL(18, 2),
    payer VARCHAR,
    reference VARCHAR,
    method VARCHAR,
    invoice_number VARCHAR,
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
    superseded_by_load_id BIGINT not null,
);

create table if not exists reminders (
    invoice_number VARCHAR,
    sent_on DATE,
    level VARCHAR,
    channel VARCHAR,
    is_automatic BOOLEAN,
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
);

create table if not exists reminders_superseded (
    invoice_number VARCHAR,
    sent_on DATE,
    level VARCHAR,
    channel VARCHAR,
    is_automatic BOOLEAN,
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
    superseded_by_load_id BIGINT not null,
);

create table if not exists rejected_rows (
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
    template VARCHAR not null,
    column_name VARCHAR,
    value VARCHAR,
    code VARCHAR not null,
    reason VARCHAR not null,
);

create table if not exists loaded (
    load_id BIGINT primary key,
    batch_id VARCHAR not null,
    source VARCHAR not null,
    template VARCHAR,
    file_name VARCHAR not null,
    file_hash VARCHAR not null,
    mapping_hash VARCHAR,
    read_count BIGINT not null,
    unreadable_count BIGINT not null,
    unchanged_count BIGINT not null,
);
