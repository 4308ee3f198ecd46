-- What an update of the gateway asks and writes, as plain statements.
\set a random(1, 40000)
\set r random(1, 1000000000)
BEGIN;
SELECT balance, sequence FROM account WHERE id = :a FOR UPDATE;
SELECT m.id FROM movement m WHERE m.account_id = :a AND m.transaction_id = 'none' AND m.device = 'pos1@0001.enactor';
SELECT movement_id FROM idempotency_key WHERE programme_id = 1 AND key = sha256((:r)::text::bytea);
SELECT nextval('ids') AS id \gset
INSERT INTO movement VALUES (:id, 1, :a, 'adjust','final', 10000, 10000, 0, 10000, 'pos1@0001.enactor', :id::text, '', 1700000000000000, NULL, NULL, 1, '0001','','');
INSERT INTO entry SELECT :a, 1000 + :id, :id, 10000, 10000, sha256('a'), sha256('b');
INSERT INTO idempotency_key SELECT 1, sha256(('n' || :id)::bytea), sha256('k'), :a, 10000, '', 'final', '', NULL, :id, '', 10000, 10000, 0, 10000, NULL;
INSERT INTO outbox (id, programme_id, customer_id, movement_id, type, version, body, created_at) VALUES (:id, 1, 1, :id, 'adjusted', 1, '{"some":"body","of":"the","usual":"length","amount":10000}', 1700000000000000);
UPDATE account SET balance = balance + 10000, sequence = sequence + 1 WHERE id = :a;
COMMIT;
