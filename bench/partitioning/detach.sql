-- What a month costs to take away, and what the parts do not hold: a DELETE on a part, and one sequence twice.
SET search_path=part;
CREATE FUNCTION part.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append only'; END $$;
CREATE TRIGGER t BEFORE UPDATE OR DELETE OR TRUNCATE ON part.movement FOR EACH STATEMENT EXECUTE FUNCTION part.refuse();
\echo refused, as it must be:
DELETE FROM movement WHERE id = 5;
\echo not refused:
DELETE FROM movement_0 WHERE id = 5;
\timing on
ALTER TABLE movement DETACH PARTITION movement_0 CONCURRENTLY;
ALTER TABLE entry DETACH PARTITION entry_0;
DROP TABLE entry_0;
DELETE FROM plain.movement WHERE id < 40000;
DELETE FROM plain.entry WHERE movement_id < 40000;
DELETE FROM plain.idempotency_key WHERE movement_id < 40000;
\timing off
INSERT INTO part.entry SELECT 5, 7, 440001, 1,1,'a','b';
INSERT INTO part.entry SELECT 5, 7, 450001, 1,1,'a','b';
SELECT count(*) AS same_sequence_twice FROM part.entry WHERE account_id=5 AND sequence=7;
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) SELECT m.id FROM movement m WHERE m.account_id = 77 AND m.transaction_id = 'none' AND m.device = 'pos1';
