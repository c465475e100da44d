BEGIN TRANSACTION;
CREATE TABLE documents (
     kind TEXT NOT NULL,
     id TEXT NOT NULL,
     version INTEGER NOT NULL,
     json TEXT NOT NULL,
     PRIMARY KEY (kind, id)
   ) STRICT, WITHOUT ROWID;
INSERT INTO "documents" VALUES('order','SO-1002',1,'{"order":"SO-1002","status":"released","customer":{"id":"C-1002","name":"Bäckerei Lindner"},"shipTo":{"name":"Bäckerei Lindner","street":"Marktstraße 3","city":"Lübeck","postalCode":"23552","country":"Germany"},"promised":null,"lines":[{"line":1,"sku":"COF-ESP-1000","name":"Espresso No. 4, beans 1 kg","units":8},{"line":2,"sku":"TEA-MIN-20","name":"Peppermint, 20 bags","units":24}]}');
INSERT INTO "documents" VALUES('order','SO-1003',1,'{"order":"SO-1003","status":"released","customer":{"id":"C-1005","name":"Teestube Anna"},"shipTo":{"name":"Teestube Anna","street":"Am Markt 1","city":"Schwerin","postalCode":"19055","country":"Germany"},"promised":null,"lines":[{"line":1,"sku":"TEA-EGR-100","name":"Earl Grey, loose leaf 100 g","units":12},{"line":2,"sku":"TEA-SEN-100","name":"Sencha, loose leaf 100 g","units":10},{"line":3,"sku":"ACC-POT-01","name":"Tea pot, cast iron, 0.8 l","units":1}]}');
INSERT INTO "documents" VALUES('order','SO-1004',1,'{"order":"SO-1004","status":"released","customer":{"id":"C-1004","name":"Office Supplies Nord"},"shipTo":{"name":"Office Supplies Nord","street":"Werkstraße 8","city":"Bremen","postalCode":"28195","country":"Germany"},"promised":null,"lines":[{"line":1,"sku":"COF-COL-250","name":"Coffee Colombia Huila, beans 250 g","units":26},{"line":2,"sku":"ACC-FIL-100","name":"Paper filters No. 4, 100 pieces","units":20},{"line":3,"sku":"ACC-MUG-01","name":"Mug, stoneware, blue","units":6}]}');
INSERT INTO "documents" VALUES('order','SO-1005',1,'{"order":"SO-1005","status":"released","customer":{"id":"C-1003","name":"Harbour Hotel"},"shipTo":{"name":"Harbour Hotel","street":"Kaistraße 40","city":"Kiel","postalCode":"24103","country":"Germany"},"promised":null,"lines":[{"line":1,"sku":"COF-DEC-250","name":"Coffee decaffeinated, ground 250 g","units":12},{"line":2,"sku":"TEA-CHA-20","name":"Camomile, 20 bags","units":24}]}');
INSERT INTO "documents" VALUES('order','SO-1008',1,'{"order":"SO-1008","status":"released","customer":{"id":"C-1001","name":"Café Morgenrot"},"shipTo":{"name":"Café Morgenrot","street":"Lange Reihe 14","city":"Hamburg","postalCode":"20099","country":"Germany"},"promised":null,"lines":[{"line":1,"sku":"COF-COL-250","name":"Coffee Colombia Huila, beans 250 g","units":1}]}');
INSERT INTO "documents" VALUES('product','ACC-FIL-100',1,'{"sku":"ACC-FIL-100","name":"Paper filters No. 4, 100 pieces","packagings":[{"gtin":"09520001000096","level":"each","units":1},{"gtin":"19520001000093","level":"case","units":20}]}');
INSERT INTO "documents" VALUES('product','ACC-GRI-01',1,'{"sku":"ACC-GRI-01","name":"Hand grinder, steel","packagings":[{"gtin":"09520001000126","level":"each","units":1},{"gtin":"19520001000123","level":"case","units":4}]}');
INSERT INTO "documents" VALUES('product','ACC-MUG-01',1,'{"sku":"ACC-MUG-01","name":"Mug, stoneware, blue","packagings":[{"gtin":"09520001000102","level":"each","units":1},{"gtin":"19520001000109","level":"case","units":6}]}');
INSERT INTO "documents" VALUES('product','ACC-POT-01',1,'{"sku":"ACC-POT-01","name":"Tea pot, cast iron, 0.8 l","packagings":[{"gtin":"09520001000119","level":"each","units":1},{"gtin":"19520001000116","level":"case","units":4}]}');
INSERT INTO "documents" VALUES('product','COF-COL-250',1,'{"sku":"COF-COL-250","name":"Coffee Colombia Huila, beans 250 g","packagings":[{"gtin":"09520001000027","level":"each","units":1},{"gtin":"19520001000024","level":"case","units":12}]}');
INSERT INTO "documents" VALUES('product','COF-DEC-250',1,'{"sku":"COF-DEC-250","name":"Coffee decaffeinated, ground 250 g","packagings":[{"gtin":"09520001000041","level":"each","units":1},{"gtin":"19520001000048","level":"case","units":12}]}');
INSERT INTO "documents" VALUES('product','COF-ESP-1000',1,'{"sku":"COF-ESP-1000","name":"Espresso No. 4, beans 1 kg","packagings":[{"gtin":"09520001000034","level":"each","units":1},{"gtin":"19520001000031","level":"case","units":6}]}');
INSERT INTO "documents" VALUES('product','COF-ETH-250',1,'{"sku":"COF-ETH-250","name":"Coffee Ethiopia Sidamo, beans 250 g","packagings":[{"gtin":"09520001000010","level":"each","units":1},{"gtin":"19520001000017","level":"case","units":12}]}');
INSERT INTO "documents" VALUES('product','TEA-CHA-20',1,'{"sku":"TEA-CHA-20","name":"Camomile, 20 bags","packagings":[{"gtin":"09520001000089","level":"each","units":1},{"gtin":"19520001000086","level":"case","units":24}]}');
INSERT INTO "documents" VALUES('product','TEA-EGR-100',1,'{"sku":"TEA-EGR-100","name":"Earl Grey, loose leaf 100 g","packagings":[{"gtin":"09520001000058","level":"each","units":1},{"gtin":"19520001000055","level":"case","units":10}]}');
INSERT INTO "documents" VALUES('product','TEA-MIN-20',1,'{"sku":"TEA-MIN-20","name":"Peppermint, 20 bags","packagings":[{"gtin":"09520001000072","level":"each","units":1},{"gtin":"19520001000079","level":"case","units":24}]}');
INSERT INTO "documents" VALUES('product','TEA-SEN-100',1,'{"sku":"TEA-SEN-100","name":"Sencha, loose leaf 100 g","packagings":[{"gtin":"09520001000065","level":"each","units":1},{"gtin":"19520001000062","level":"case","units":10}]}');
INSERT INTO "documents" VALUES('site','HAM',1,'{"name":"Hamburg","gs1CompanyPrefix":"9520001"}');
CREATE TABLE gtins (
     gtin TEXT NOT NULL PRIMARY KEY,
     sku TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
INSERT INTO "gtins" VALUES('09520001000096','ACC-FIL-100');
INSERT INTO "gtins" VALUES('19520001000093','ACC-FIL-100');
INSERT INTO "gtins" VALUES('09520001000126','ACC-GRI-01');
INSERT INTO "gtins" VALUES('19520001000123','ACC-GRI-01');
INSERT INTO "gtins" VALUES('09520001000102','ACC-MUG-01');
INSERT INTO "gtins" VALUES('19520001000109','ACC-MUG-01');
INSERT INTO "gtins" VALUES('09520001000119','ACC-POT-01');
INSERT INTO "gtins" VALUES('19520001000116','ACC-POT-01');
INSERT INTO "gtins" VALUES('09520001000027','COF-COL-250');
INSERT INTO "gtins" VALUES('19520001000024','COF-COL-250');
INSERT INTO "gtins" VALUES('09520001000041','COF-DEC-250');
INSERT INTO "gtins" VALUES('19520001000048','COF-DEC-250');
INSERT INTO "gtins" VALUES('09520001000034','COF-ESP-1000');
INSERT INTO "gtins" VALUES('19520001000031','COF-ESP-1000');
INSERT INTO "gtins" VALUES('09520001000010','COF-ETH-250');
INSERT INTO "gtins" VALUES('19520001000017','COF-ETH-250');
INSERT INTO "gtins" VALUES('09520001000089','TEA-CHA-20');
INSERT INTO "gtins" VALUES('19520001000086','TEA-CHA-20');
INSERT INTO "gtins" VALUES('09520001000058','TEA-EGR-100');
INSERT INTO "gtins" VALUES('19520001000055','TEA-EGR-100');
INSERT INTO "gtins" VALUES('09520001000072','TEA-MIN-20');
INSERT INTO "gtins" VALUES('19520001000079','TEA-MIN-20');
INSERT INTO "gtins" VALUES('09520001000065','TEA-SEN-100');
INSERT INTO "gtins" VALUES('19520001000062','TEA-SEN-100');
CREATE TABLE opened (at INTEGER NOT NULL);
INSERT INTO "opened" VALUES(1795352866081);
CREATE TABLE position (
     one INTEGER PRIMARY KEY CHECK (one = 1),
     epoch TEXT,
     cursor INTEGER NOT NULL,
     as_of TEXT
   ) STRICT;
INSERT INTO "position" VALUES(1,'9e9f0b58-e0b3-40ad-8ae0-ef2256e6a667',20,'2026-11-22T13:07:48.645Z');
CREATE INDEX gtins_by_sku ON gtins (sku);
COMMIT;
PRAGMA user_version = 1;
