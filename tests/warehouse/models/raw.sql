create table if not exists phases (
    phase_id VARCHAR,
    amount DECIMAL(18, 2),
    load_id BIGINT,
    file_name VARCHAR,
    row_number BIGINT,
);
create table if not exists loaded (load_id BIGINT);
