\set a random(1, 479999)
SELECT moved FROM movement WHERE id = :a;
