\set a random(1, 40000)
SELECT e.sequence, e.amount, m.kind, m.received_at FROM entry e JOIN movement m ON m.id = e.movement_id WHERE e.account_id = :a ORDER BY e.sequence DESC LIMIT 20;
