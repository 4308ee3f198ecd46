-- The ledger's tables whole (schema plain) and cut by id or hash (schema part), with 480,000 movements each.
\set ON_ERROR_STOP 1
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS plain CASCADE; DROP SCHEMA IF EXISTS part CASCADE;
CREATE SCHEMA plain; CREATE SCHEMA part;
CREATE TABLE plain.movement (LIKE public.movement INCLUDING ALL);
CREATE TABLE plain.entry (LIKE public.entry INCLUDING ALL);
CREATE TABLE plain.idempotency_key (LIKE public.idempotency_key INCLUDING ALL);
CREATE TABLE plain.outbox (LIKE public.outbox INCLUDING ALL);
CREATE TABLE plain.account (id bigint primary key, balance bigint, sequence bigint);
INSERT INTO plain.account SELECT i, 0, 12 FROM generate_series(1,40000) i;
CREATE TABLE part.account (LIKE plain.account INCLUDING ALL); INSERT INTO part.account SELECT * FROM plain.account;
-- movement by id, which grows with time; the key of the whole ledger stays unique
CREATE TABLE part.movement (LIKE public.movement INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE INDEX ON part.movement (account_id, transaction_id, device);
-- an entry's (account_id, sequence) can't be unique any more without the movement's id
CREATE TABLE part.entry (LIKE public.entry INCLUDING DEFAULTS, PRIMARY KEY (account_id, sequence, movement_id)) PARTITION BY RANGE (movement_id);
CREATE TABLE part.idempotency_key (LIKE public.idempotency_key INCLUDING DEFAULTS, PRIMARY KEY (programme_id, key)) PARTITION BY HASH (key);
CREATE TABLE part.outbox (LIKE public.outbox INCLUDING DEFAULTS, PRIMARY KEY (id)) PARTITION BY RANGE (id);
DO $$ BEGIN
 FOR i IN 0..12 LOOP
  EXECUTE format('CREATE TABLE part.movement_%s PARTITION OF part.movement FOR VALUES FROM (%s) TO (%s)', i, i*40000, CASE WHEN i=12 THEN 'MAXVALUE' ELSE ((i+1)*40000)::text END);
  EXECUTE format('CREATE TABLE part.entry_%s PARTITION OF part.entry FOR VALUES FROM (%s) TO (%s)', i, i*40000, CASE WHEN i=12 THEN 'MAXVALUE' ELSE ((i+1)*40000)::text END);
  EXECUTE format('CREATE TABLE part.outbox_%s PARTITION OF part.outbox FOR VALUES FROM (%s) TO (%s)', i, i*40000, CASE WHEN i=12 THEN 'MAXVALUE' ELSE ((i+1)*40000)::text END);
 END LOOP;
 FOR i IN 0..7 LOOP EXECUTE format('CREATE TABLE part.key_%s PARTITION OF part.idempotency_key FOR VALUES WITH (MODULUS 8, REMAINDER %s)', i, i); END LOOP;
END $$;
INSERT INTO plain.movement SELECT i, 1, 1 + i % 40000, 'adjust','final', 10000, 10000, 0, 10000, 'pos'||i%500||'@0001.enactor', i::text, '', 1700000000000000 + i*60000000::bigint, NULL, NULL, 1, '0001','', '' FROM generate_series(0, 479999) i;
INSERT INTO plain.entry SELECT 1 + i % 40000, 1 + i / 40000, i, 10000, 10000, sha256(i::text::bytea), sha256((i+1)::text::bytea) FROM generate_series(0, 479999) i;
INSERT INTO plain.idempotency_key SELECT 1, sha256(('k'||i)::bytea), sha256(('k'||i)::bytea), 1 + i % 40000, 10000, '', 'final', '', NULL, i, '', 10000, 10000, 0, 10000, NULL FROM generate_series(0, 479999) i;
INSERT INTO part.movement SELECT * FROM plain.movement;
INSERT INTO part.entry SELECT * FROM plain.entry;
INSERT INTO part.idempotency_key SELECT * FROM plain.idempotency_key;
CREATE SEQUENCE plain.ids START 480000; CREATE SEQUENCE part.ids START 480000;
ANALYZE;
