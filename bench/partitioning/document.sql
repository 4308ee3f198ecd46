\set a random(1, 40000)
SELECT m.id FROM movement m WHERE m.account_id = :a AND m.transaction_id = 'none' AND m.device = 'pos1@0001.enactor';
