\set a random(1, 479999)
SELECT movement_id FROM idempotency_key WHERE programme_id = 1 AND key = sha256(('k' || :a)::bytea);
