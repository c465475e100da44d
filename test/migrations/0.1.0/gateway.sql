BEGIN TRANSACTION;
CREATE TABLE conflicts (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    station TEXT NOT NULL,
    seq INTEGER NOT NULL,
    known_hash TEXT NOT NULL,
    received_hash TEXT NOT NULL,
    raw TEXT NOT NULL,
    received_at TEXT NOT NULL,
    UNIQUE (site, station, seq, received_hash)
  ) STRICT;
INSERT INTO "conflicts" VALUES(1,'HAM','S1',2,'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','{}','2026-01-05T06:00:00.000Z');
CREATE TABLE consumers (name TEXT PRIMARY KEY, cursor INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "consumers" VALUES('cloud-sync',27);
CREATE TABLE entries (
    cursor INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    station TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('fact', 'set-aside')),
    body TEXT NOT NULL,
    received_at TEXT NOT NULL,
    UNIQUE (site, station, seq)
  ) STRICT;
INSERT INTO "entries" VALUES(1,'HAM','S1',1,'4bc9095c321b9d7a018ea571c11f13568ff9c1984356aba46a36db8cf2e928ea','fact','{"v":1,"site":"HAM","station":"S1","seq":1,"at":"2026-11-22T13:07:46.140Z","operator":null,"prev":"0000000000000000000000000000000000000000000000000000000000000000","hash":"4bc9095c321b9d7a018ea571c11f13568ff9c1984356aba46a36db8cf2e928ea","type":"station.started","data":{"boot":"ee9211aa37274421","version":"0.1.0"}}','2026-11-22T13:07:46.490Z');
INSERT INTO "entries" VALUES(2,'HAM','S1',2,'feb301503194d8538b2cb76dccb4ff360937b622e6ec8a529b026a48a18a0e7f','fact','{"v":1,"site":"HAM","station":"S1","seq":2,"at":"2026-11-22T13:07:46.162Z","operator":null,"prev":"4bc9095c321b9d7a018ea571c11f13568ff9c1984356aba46a36db8cf2e928ea","hash":"feb301503194d8538b2cb76dccb4ff360937b622e6ec8a529b026a48a18a0e7f","type":"device.changed","data":{"device":"scanner-1","kind":"scanner","state":"connected"}}','2026-11-22T13:07:46.490Z');
INSERT INTO "entries" VALUES(3,'HAM','S1',3,'cc73d00bcc509e6d8ef1641d638de1a61fd3d9a1d3a7674ad791e996ee7c03f4','fact','{"v":1,"site":"HAM","station":"S1","seq":3,"at":"2026-11-22T13:07:47.985Z","operator":"ada","prev":"feb301503194d8538b2cb76dccb4ff360937b622e6ec8a529b026a48a18a0e7f","hash":"cc73d00bcc509e6d8ef1641d638de1a61fd3d9a1d3a7674ad791e996ee7c03f4","type":"scan.recorded","data":{"scan":{"device":"screen","boot":"ee9211aa37274421","seq":1},"raw":"PP:BADGE:ada","verdict":"operator_signed_in","message":"Hello ada."}}','2026-11-22T13:07:47.999Z');
INSERT INTO "entries" VALUES(4,'HAM','S1',4,'e97fadba2ca00788c480703bd1534812a5deea1c650acf1cf5b7ec7b1a9fabf2','fact','{"v":1,"site":"HAM","station":"S1","seq":4,"at":"2026-11-22T13:07:47.985Z","operator":"ada","prev":"cc73d00bcc509e6d8ef1641d638de1a61fd3d9a1d3a7674ad791e996ee7c03f4","hash":"e97fadba2ca00788c480703bd1534812a5deea1c650acf1cf5b7ec7b1a9fabf2","type":"operator.signed_in","data":{"operator":"ada"}}','2026-11-22T13:07:47.999Z');
INSERT INTO "entries" VALUES(5,'HAM','S1',5,'0a54e0d2dbd2f498d35ba71919006638e89f12c0a34332cd70b265e8d270dbad','fact','{"v":1,"site":"HAM","station":"S1","seq":5,"at":"2026-11-22T13:07:48.005Z","operator":"ada","prev":"e97fadba2ca00788c480703bd1534812a5deea1c650acf1cf5b7ec7b1a9fabf2","hash":"0a54e0d2dbd2f498d35ba71919006638e89f12c0a34332cd70b265e8d270dbad","type":"scan.recorded","data":{"scan":{"device":"screen","boot":"ee9211aa37274421","seq":2},"raw":"SO-1001","verdict":"order_opened","message":"Order SO-1001 for Café Morgenrot. Scan the items.","order":"SO-1001"}}','2026-11-22T13:07:48.028Z');
INSERT INTO "entries" VALUES(6,'HAM','S1',6,'3d591a17f712392b2a9426a58e9171b5d679efb625a87d2fb6369a4c11f5ca3c','fact','{"v":1,"site":"HAM","station":"S1","seq":6,"at":"2026-11-22T13:07:48.005Z","operator":"ada","prev":"0a54e0d2dbd2f498d35ba71919006638e89f12c0a34332cd70b265e8d270dbad","hash":"3d591a17f712392b2a9426a58e9171b5d679efb625a87d2fb6369a4c11f5ca3c","type":"order.started","data":{"order":"SO-1001","version":1}}','2026-11-22T13:07:48.028Z');
INSERT INTO "entries" VALUES(7,'HAM','S1',7,'8b43f4504d722a343f6af4bf7013dcc24e4a6f4ce0dafc318254a2fcfb57ec2e','fact','{"v":1,"site":"HAM","station":"S1","seq":7,"at":"2026-11-22T13:07:48.039Z","operator":"ada","prev":"3d591a17f712392b2a9426a58e9171b5d679efb625a87d2fb6369a4c11f5ca3c","hash":"8b43f4504d722a343f6af4bf7013dcc24e4a6f4ce0dafc318254a2fcfb57ec2e","type":"scan.recorded","data":{"scan":{"device":"screen","boot":"ee9211aa37274421","seq":3},"raw":"09520001000010","verdict":"item_confirmed","message":"Coffee Ethiopia Sidamo, beans 250 g: 2 missing.","order":"SO-1001","line":1,"gs1":{"gtin":"09520001000010"}}}','2026-11-22T13:07:48.076Z');
INSERT INTO "entries" VALUES(8,'HAM','S1',8,'4843b1d8e000f52ee645fe989e65f54685ba83fdcfbbb40cc7ffbe40deb4a67c','fact','{"v":1,"site":"HAM","station":"S1","seq":8,"at":"2026-11-22T13:07:48.039Z","operator":"ada","prev":"8b43f4504d722a343f6af4bf7013dcc24e4a6f4ce0dafc318254a2fcfb57ec2e","hash":"4843b1d8e000f52ee645fe989e65f54685ba83fdcfbbb40cc7ffbe40deb4a67c","type":"pick.confirmed","data":{"order":"SO-1001","line":1,"sku":"COF-ETH-250","units":1,"gtin":"09520001000010","scanSeq":7}}','2026-11-22T13:07:48.076Z');
INSERT INTO "entries" VALUES(9,'HAM','S1',9,'5132d8b98b1f4e35b97fe8d2944aa218b504b3e4747f387d0f1fe92e79c498c3','fact','{"v":1,"site":"HAM","station":"S1","seq":9,"at":"2026-11-22T13:07:48.039Z","operator":"ada","prev":"4843b1d8e000f52ee645fe989e65f54685ba83fdcfbbb40cc7ffbe40deb4a67c","hash":"5132d8b98b1f4e35b97fe8d2944aa218b504b3e4747f387d0f1fe92e79c498c3","type":"pack.confirmed","data":{"order":"SO-1001","line":1,"sku":"COF-ETH-250","units":1,"parcel":1,"scanSeq":7}}','2026-11-22T13:07:48.076Z');
INSERT INTO "entries" VALUES(10,'HAM','S1',10,'2e08888196a763833e382b3639db7a6035da355733227ae02fc92a39047d5ac0','fact','{"v":1,"site":"HAM","station":"S1","seq":10,"at":"2026-11-22T13:07:48.091Z","operator":"ada","prev":"5132d8b98b1f4e35b97fe8d2944aa218b504b3e4747f387d0f1fe92e79c498c3","hash":"2e08888196a763833e382b3639db7a6035da355733227ae02fc92a39047d5ac0","type":"scan.recorded","data":{"scan":{"device":"screen","boot":"ee9211aa37274421","seq":4},"raw":"09520001000010","verdict":"item_confirmed","message":"Coffee Ethiopia Sidamo, beans 250 g: 1 missing.","order":"SO-1001","line":1,"gs1":{"gtin":"09520001000010"}}}','2026-11-22T13:07:48.146Z');
INSERT INTO "entries" VALUES(11,'HAM','S1',11,'7f5fda0d58975b3698a472ab339c337a5de677e7801cfff529656147de5df311','fact','{"v":1,"site":"HAM","station":"S1","seq":11,"at":"2026-11-22T13:07:48.091Z","operator":"ada","prev":"2e08888196a763833e382b3639db7a6035da355733227ae02fc92a39047d5ac0","hash":"7f5fda0d58975b3698a472ab339c337a5de677e7801cfff529656147de5df311","type":"pick.confirmed","data":{"order":"SO-1001","line":1,"sku":"COF-ETH-250","units":1,"gtin":"09520001000010","scanSeq":10}}','2026-11-22T13:07:48.146Z');
INSERT INTO "entries" VALUES(12,'HAM','S1',12,'a9b1ce345310bed6053dbf0ee870e8543342cbc564b65d3f990c262e86203ebe','fact','{"v":1,"site":"HAM","station":"S1","seq":12,"at":"2026-11-22T13:07:48.091Z","operator":"ada","prev":"7f5fda0d58975b3698a472ab339c337a5de677e7801cfff529656147de5df311","hash":"a9b1ce345310bed6053dbf0ee870e8543342cbc564b65d3f990c262e86203ebe","type":"pack.confirmed","data":{"order":"SO-1001","line":1,"sku":"COF-ETH-250","units":1,"parcel":1,"scanSeq":10}}','2026-11-22T13:07:48.146Z');
INSERT INTO "entries" VALUES(13,'HAM','S1',13,'208106fbfa7ec0cd29ea93a6ba38d2a0bac1dc62704b3d8f0c6bf899c889ca7a','fact','{"v":1,"site":"HAM","station":"S1","seq":13,"at":"2026-11-22T13:07:48.155Z","operator":"ada","prev":"a9b1ce345310bed6053dbf0ee870e8543342cbc564b65d3f990c262e86203ebe","hash":"208106fbfa7ec0cd29ea93a6ba38d2a0bac1dc62704b3d8f0c6bf899c889ca7a","type":"scan.recorded","data":{"scan":{"device":"screen","boot":"ee9211aa37274421","seq":5},"raw":"09520001000010","verdict":"item_confirmed","message":"Coffee Ethiopia Sidamo, beans 250 g: complete.","order":"SO-1001","line":1,"gs1":{"gtin":"09520001000010"}}}','2026-11-22T13:07:48.188Z');
INSERT INTO "entries" VALUES(14,'HAM','S1',14,'4f7279631f6fa973f2e7ea646dee0d47c13bc6566ca497056e4b59de34e5275c','fact','{"v":1,"site":"HAM","station":"S1","seq":14,"at":"2026-11-22T13:07:48.155Z","operator":"ada","prev":"208106fbfa7ec0cd29ea93a6ba38d2a0bac1dc62704b3d8f0c6bf899c889ca7a","hash":"4f7279631f6fa973f2e7ea646dee0d47c13bc6566ca497056e4b59de34e5275c","type":"pick.confirmed","data":{"order":"SO-1001","line":1,"sku":"COF-ETH-250","units":1,"gtin":"09520001000010","scanSeq":13}}','2026-11-22T13:07:48.188Z');
INSERT INTO "entries" VALUES(15,'HAM','S1',15,'1673ea6a93be2c3d864f395a66337ea6fc92e9de4f5a95d1eb46b44485b4aa87','fact','{"v":1,"site":"HAM","station":"S1","seq":15,"at":"2026-11-22T13:07:48.155Z","operator":"ada","prev":"4f7279631f6fa973f2e7ea646dee0d47c13bc6566ca497056e4b59de34e5275c","hash":"1673ea6a93be2c3d864f395a66337ea6fc92e9de4f5a95d1eb46b44485b4aa87","type":"pack.confirmed","data":{"order":"SO-1001","line":1,"sku":"COF-ETH-250","units":1,"parcel":1,"scanSeq":13}}','2026-11-22T13:07:48.188Z');
INSERT INTO "entries" VALUES(16,'HAM','S1',16,'6ef15a8a05492ebe31c85fcebdb23eddbe517bcc7d5c0e2f776f6c5ab59a7951','fact','{"v":1,"site":"HAM","station":"S1","seq":16,"at":"2026-11-22T13:07:48.190Z","operator":"ada","prev":"1673ea6a93be2c3d864f395a66337ea6fc92e9de4f5a95d1eb46b44485b4aa87","hash":"6ef15a8a05492ebe31c85fcebdb23eddbe517bcc7d5c0e2f776f6c5ab59a7951","type":"scan.recorded","data":{"scan":{"device":"screen","boot":"ee9211aa37274421","seq":6},"raw":"09520001000102","verdict":"item_confirmed","message":"Mug, stoneware, blue: 1 missing.","order":"SO-1001","line":2,"gs1":{"gtin":"09520001000102"}}}','2026-11-22T13:07:48.213Z');
INSERT INTO "entries" VALUES(17,'HAM','S1',17,'c3d25a5e5d0fd3c270456c3928001bfe641b163c7804cb36f5802eff8beaf154','fact','{"v":1,"site":"HAM","station":"S1","seq":17,"at":"2026-11-22T13:07:48.190Z","operator":"ada","prev":"6ef15a8a05492ebe31c85fcebdb23eddbe517bcc7d5c0e2f776f6c5ab59a7951","hash":"c3d25a5e5d0fd3c270456c3928001bfe641b163c7804cb36f5802eff8beaf154","type":"pick.confirmed","data":{"order":"SO-1001","line":2,"sku":"ACC-MUG-01","units":1,"gtin":"09520001000102","scanSeq":16}}','2026-11-22T13:07:48.213Z');
INSERT INTO "entries" VALUES(18,'HAM','S1',18,'678f50a87488437dc84218e65566e8b7823af569637657020e4f6a5a7167e5cc','fact','{"v":1,"site":"HAM","station":"S1","seq":18,"at":"2026-11-22T13:07:48.190Z","operator":"ada","prev":"c3d25a5e5d0fd3c270456c3928001bfe641b163c7804cb36f5802eff8beaf154","hash":"678f50a87488437dc84218e65566e8b7823af569637657020e4f6a5a7167e5cc","type":"pack.confirmed","data":{"order":"SO-1001","line":2,"sku":"ACC-MUG-01","units":1,"parcel":1,"scanSeq":16}}','2026-11-22T13:07:48.213Z');
INSERT INTO "entries" VALUES(19,'HAM','S1',19,'7e83214f1170b628e674750c869fb5cc7f749794c919581c1f1a1ae06f4ad5af','fact','{"v":1,"site":"HAM","station":"S1","seq":19,"at":"2026-11-22T13:07:48.238Z","operator":"ada","prev":"678f50a87488437dc84218e65566e8b7823af569637657020e4f6a5a7167e5cc","hash":"7e83214f1170b628e674750c869fb5cc7f749794c919581c1f1a1ae06f4ad5af","type":"scan.recorded","data":{"scan":{"device":"screen","boot":"ee9211aa37274421","seq":7},"raw":"09520001000102","verdict":"parcel_sealed","message":"Order SO-1001 is complete. Stick the label 395200010000000011 on the parcel and scan it.","order":"SO-1001","line":2,"gs1":{"gtin":"09520001000102"}}}','2026-11-22T13:07:48.306Z');
INSERT INTO "entries" VALUES(20,'HAM','S1',20,'5187596ebd1237acaeb80951f85cb618f304886665e47c82fc5b75bfdbd780de','fact','{"v":1,"site":"HAM","station":"S1","seq":20,"at":"2026-11-22T13:07:48.238Z","operator":"ada","prev":"7e83214f1170b628e674750c869fb5cc7f749794c919581c1f1a1ae06f4ad5af","hash":"5187596ebd1237acaeb80951f85cb618f304886665e47c82fc5b75bfdbd780de","type":"pick.confirmed","data":{"order":"SO-1001","line":2,"sku":"ACC-MUG-01","units":1,"gtin":"09520001000102","scanSeq":19}}','2026-11-22T13:07:48.306Z');
INSERT INTO "entries" VALUES(21,'HAM','S1',21,'97a5d57ce4ec9c743428f7ba210bd7a54e58cf3d908b2d6a7226c9fe52b479da','fact','{"v":1,"site":"HAM","station":"S1","seq":21,"at":"2026-11-22T13:07:48.238Z","operator":"ada","prev":"5187596ebd1237acaeb80951f85cb618f304886665e47c82fc5b75bfdbd780de","hash":"97a5d57ce4ec9c743428f7ba210bd7a54e58cf3d908b2d6a7226c9fe52b479da","type":"pack.confirmed","data":{"order":"SO-1001","line":2,"sku":"ACC-MUG-01","units":1,"parcel":1,"scanSeq":19}}','2026-11-22T13:07:48.306Z');
INSERT INTO "entries" VALUES(22,'HAM','S1',22,'83348c0c8f30a113d2a618dc692ef5b45d248a9bed4864e0770ce082fdd0aa32','fact','{"v":1,"site":"HAM","station":"S1","seq":22,"at":"2026-11-22T13:07:48.238Z","operator":"ada","prev":"97a5d57ce4ec9c743428f7ba210bd7a54e58cf3d908b2d6a7226c9fe52b479da","hash":"83348c0c8f30a113d2a618dc692ef5b45d248a9bed4864e0770ce082fdd0aa32","type":"parcel.sealed","data":{"order":"SO-1001","parcel":1,"sscc":"395200010000000011","items":[{"line":1,"sku":"COF-ETH-250","units":3},{"line":2,"sku":"ACC-MUG-01","units":2}]}}','2026-11-22T13:07:48.306Z');
INSERT INTO "entries" VALUES(23,'HAM','S1',23,'74f9464e3b7e461e228365832ab7718eccb8b40e318fb63673fe28816eb3c2c3','fact','{"v":1,"site":"HAM","station":"S1","seq":23,"at":"2026-11-22T13:07:48.322Z","operator":"ada","prev":"83348c0c8f30a113d2a618dc692ef5b45d248a9bed4864e0770ce082fdd0aa32","hash":"74f9464e3b7e461e228365832ab7718eccb8b40e318fb63673fe28816eb3c2c3","type":"scan.recorded","data":{"scan":{"device":"screen","boot":"ee9211aa37274421","seq":8},"raw":"4006381333931","verdict":"refused_unknown_barcode","message":"No product here has the barcode 04006381333931. Put the item aside.","order":"SO-1001","gs1":{"gtin":"04006381333931"}}}','2026-11-22T13:07:48.361Z');
INSERT INTO "entries" VALUES(24,'HAM','S1',24,'6e8b6c7a19969a861eba4fc454a0bacd79769b95d83b200b165fbaff26fc5ad9','fact','{"v":1,"site":"HAM","station":"S1","seq":24,"at":"2026-11-22T13:07:48.368Z","operator":"ada","prev":"74f9464e3b7e461e228365832ab7718eccb8b40e318fb63673fe28816eb3c2c3","hash":"6e8b6c7a19969a861eba4fc454a0bacd79769b95d83b200b165fbaff26fc5ad9","type":"scan.recorded","data":{"scan":{"device":"screen","boot":"ee9211aa37274421","seq":9},"raw":"PP:SEAL","verdict":"refused_nothing_packed","message":"The open parcel is empty. Scan an item first.","order":"SO-1001"}}','2026-11-22T13:07:48.417Z');
INSERT INTO "entries" VALUES(25,'HAM','S1',25,'3a0b46d4824e4fdbc9d3ba314a2feea9cd14262d8950f9d015a36f2fb0d6e3e2','fact','{"v":1,"site":"HAM","station":"S1","seq":25,"at":"2026-11-22T13:07:48.495Z","operator":"ada","prev":"6e8b6c7a19969a861eba4fc454a0bacd79769b95d83b200b165fbaff26fc5ad9","hash":"3a0b46d4824e4fdbc9d3ba314a2feea9cd14262d8950f9d015a36f2fb0d6e3e2","type":"scan.recorded","data":{"scan":{"device":"screen","boot":"ee9211aa37274421","seq":10},"raw":"00395200010000000011","verdict":"shipment_dispatched","message":"Order SO-1001 is dispatched. Scan the next order.","order":"SO-1001","gs1":{"sscc":"395200010000000011"}}}','2026-11-22T13:07:48.527Z');
INSERT INTO "entries" VALUES(26,'HAM','S1',26,'a44301741cdf51d8a2ac63895630fecae141bfa4851085571e70741c1726b9b5','fact','{"v":1,"site":"HAM","station":"S1","seq":26,"at":"2026-11-22T13:07:48.495Z","operator":"ada","prev":"3a0b46d4824e4fdbc9d3ba314a2feea9cd14262d8950f9d015a36f2fb0d6e3e2","hash":"a44301741cdf51d8a2ac63895630fecae141bfa4851085571e70741c1726b9b5","type":"shipment.dispatched","data":{"order":"SO-1001","shipment":"SO-1001/1","parcels":["395200010000000011"],"lines":[{"line":1,"sku":"COF-ETH-250","units":3},{"line":2,"sku":"ACC-MUG-01","units":2}],"scanSeq":25}}','2026-11-22T13:07:48.527Z');
INSERT INTO "entries" VALUES(27,'HAM','S1',27,'39aebb61847d45e23a999cef1d3649eaa3665b1e96386861bf23bcc7b6f85bec','fact','{"v":1,"site":"HAM","station":"S1","seq":27,"at":"2026-11-22T13:07:48.549Z","operator":"ada","prev":"a44301741cdf51d8a2ac63895630fecae141bfa4851085571e70741c1726b9b5","hash":"39aebb61847d45e23a999cef1d3649eaa3665b1e96386861bf23bcc7b6f85bec","type":"scan.recorded","data":{"scan":{"device":"screen","boot":"ee9211aa37274421","seq":11},"raw":"PP:SHIP","verdict":"refused_unknown_command","message":"PP:SHIP is no command here. Check the command sheet."}}','2026-11-22T13:07:48.576Z');
INSERT INTO "entries" VALUES(28,'HAM','S9',1,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','set-aside','{"reason": "invalid", "detail": "made for the test of migrations", "raw": {"v": 1, "seq": 1, "type": "scan.unknown_kind"}}','2026-01-05T06:00:00.000Z');
CREATE TABLE opened (at INTEGER NOT NULL);
INSERT INTO "opened" VALUES(1795352865793);
CREATE TABLE positions (name TEXT PRIMARY KEY, cursor INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "positions" VALUES('fan-out',27);
CREATE TABLE refused_messages (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    station TEXT NOT NULL,
    topic TEXT NOT NULL,
    -- The first 64 KiB as they came; bytes is the whole length, digest identifies a repetition.
    raw BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    received_at TEXT NOT NULL
  ) STRICT;
CREATE TABLE stations (
    site TEXT NOT NULL,
    station TEXT NOT NULL,
    up_to INTEGER NOT NULL,
    hash TEXT NOT NULL,
    last_received_at TEXT NOT NULL,
    PRIMARY KEY (site, station)
  ) STRICT, WITHOUT ROWID;
INSERT INTO "stations" VALUES('HAM','S1',27,'39aebb61847d45e23a999cef1d3649eaa3665b1e96386861bf23bcc7b6f85bec','2026-11-22T13:07:48.576Z');
INSERT INTO "stations" VALUES('HAM','S9',1,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','2026-01-05T06:00:00.000Z');
CREATE TABLE work_documents (
    feed INTEGER NOT NULL REFERENCES work_feeds (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    cursor INTEGER NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (feed, kind, id)
  ) STRICT, WITHOUT ROWID;
INSERT INTO "work_documents" VALUES(1,'order','SO-1001',2,20,'null');
INSERT INTO "work_documents" VALUES(1,'order','SO-1002',1,15,'{"order":"SO-1002","status":"released","customer":{"id":"C-1002","name":"Bäckerei Lindner"},"shipTo":{"name":"Bäckerei Lindner","street":"Marktstraße 3","city":"Lübeck","postalCode":"23552","country":"Germany"},"promised":null,"lines":[{"line":1,"sku":"COF-ESP-1000","name":"Espresso No. 4, beans 1 kg","units":8},{"line":2,"sku":"TEA-MIN-20","name":"Peppermint, 20 bags","units":24}]}');
INSERT INTO "work_documents" VALUES(1,'order','SO-1003',1,16,'{"order":"SO-1003","status":"released","customer":{"id":"C-1005","name":"Teestube Anna"},"shipTo":{"name":"Teestube Anna","street":"Am Markt 1","city":"Schwerin","postalCode":"19055","country":"Germany"},"promised":null,"lines":[{"line":1,"sku":"TEA-EGR-100","name":"Earl Grey, loose leaf 100 g","units":12},{"line":2,"sku":"TEA-SEN-100","name":"Sencha, loose leaf 100 g","units":10},{"line":3,"sku":"ACC-POT-01","name":"Tea pot, cast iron, 0.8 l","units":1}]}');
INSERT INTO "work_documents" VALUES(1,'order','SO-1004',1,17,'{"order":"SO-1004","status":"released","customer":{"id":"C-1004","name":"Office Supplies Nord"},"shipTo":{"name":"Office Supplies Nord","street":"Werkstraße 8","city":"Bremen","postalCode":"28195","country":"Germany"},"promised":null,"lines":[{"line":1,"sku":"COF-COL-250","name":"Coffee Colombia Huila, beans 250 g","units":26},{"line":2,"sku":"ACC-FIL-100","name":"Paper filters No. 4, 100 pieces","units":20},{"line":3,"sku":"ACC-MUG-01","name":"Mug, stoneware, blue","units":6}]}');
INSERT INTO "work_documents" VALUES(1,'order','SO-1005',1,18,'{"order":"SO-1005","status":"released","customer":{"id":"C-1003","name":"Harbour Hotel"},"shipTo":{"name":"Harbour Hotel","street":"Kaistraße 40","city":"Kiel","postalCode":"24103","country":"Germany"},"promised":null,"lines":[{"line":1,"sku":"COF-DEC-250","name":"Coffee decaffeinated, ground 250 g","units":12},{"line":2,"sku":"TEA-CHA-20","name":"Camomile, 20 bags","units":24}]}');
INSERT INTO "work_documents" VALUES(1,'order','SO-1008',1,19,'{"order":"SO-1008","status":"released","customer":{"id":"C-1001","name":"Café Morgenrot"},"shipTo":{"name":"Café Morgenrot","street":"Lange Reihe 14","city":"Hamburg","postalCode":"20099","country":"Germany"},"promised":null,"lines":[{"line":1,"sku":"COF-COL-250","name":"Coffee Colombia Huila, beans 250 g","units":1}]}');
INSERT INTO "work_documents" VALUES(1,'product','ACC-FIL-100',1,10,'{"sku":"ACC-FIL-100","name":"Paper filters No. 4, 100 pieces","packagings":[{"gtin":"09520001000096","level":"each","units":1},{"gtin":"19520001000093","level":"case","units":20}]}');
INSERT INTO "work_documents" VALUES(1,'product','ACC-GRI-01',1,13,'{"sku":"ACC-GRI-01","name":"Hand grinder, steel","packagings":[{"gtin":"09520001000126","level":"each","units":1},{"gtin":"19520001000123","level":"case","units":4}]}');
INSERT INTO "work_documents" VALUES(1,'product','ACC-MUG-01',1,11,'{"sku":"ACC-MUG-01","name":"Mug, stoneware, blue","packagings":[{"gtin":"09520001000102","level":"each","units":1},{"gtin":"19520001000109","level":"case","units":6}]}');
INSERT INTO "work_documents" VALUES(1,'product','ACC-POT-01',1,12,'{"sku":"ACC-POT-01","name":"Tea pot, cast iron, 0.8 l","packagings":[{"gtin":"09520001000119","level":"each","units":1},{"gtin":"19520001000116","level":"case","units":4}]}');
INSERT INTO "work_documents" VALUES(1,'product','COF-COL-250',1,3,'{"sku":"COF-COL-250","name":"Coffee Colombia Huila, beans 250 g","packagings":[{"gtin":"09520001000027","level":"each","units":1},{"gtin":"19520001000024","level":"case","units":12}]}');
INSERT INTO "work_documents" VALUES(1,'product','COF-DEC-250',1,5,'{"sku":"COF-DEC-250","name":"Coffee decaffeinated, ground 250 g","packagings":[{"gtin":"09520001000041","level":"each","units":1},{"gtin":"19520001000048","level":"case","units":12}]}');
INSERT INTO "work_documents" VALUES(1,'product','COF-ESP-1000',1,4,'{"sku":"COF-ESP-1000","name":"Espresso No. 4, beans 1 kg","packagings":[{"gtin":"09520001000034","level":"each","units":1},{"gtin":"19520001000031","level":"case","units":6}]}');
INSERT INTO "work_documents" VALUES(1,'product','COF-ETH-250',1,2,'{"sku":"COF-ETH-250","name":"Coffee Ethiopia Sidamo, beans 250 g","packagings":[{"gtin":"09520001000010","level":"each","units":1},{"gtin":"19520001000017","level":"case","units":12}]}');
INSERT INTO "work_documents" VALUES(1,'product','TEA-CHA-20',1,9,'{"sku":"TEA-CHA-20","name":"Camomile, 20 bags","packagings":[{"gtin":"09520001000089","level":"each","units":1},{"gtin":"19520001000086","level":"case","units":24}]}');
INSERT INTO "work_documents" VALUES(1,'product','TEA-EGR-100',1,6,'{"sku":"TEA-EGR-100","name":"Earl Grey, loose leaf 100 g","packagings":[{"gtin":"09520001000058","level":"each","units":1},{"gtin":"19520001000055","level":"case","units":10}]}');
INSERT INTO "work_documents" VALUES(1,'product','TEA-MIN-20',1,8,'{"sku":"TEA-MIN-20","name":"Peppermint, 20 bags","packagings":[{"gtin":"09520001000072","level":"each","units":1},{"gtin":"19520001000079","level":"case","units":24}]}');
INSERT INTO "work_documents" VALUES(1,'product','TEA-SEN-100',1,7,'{"sku":"TEA-SEN-100","name":"Sencha, loose leaf 100 g","packagings":[{"gtin":"09520001000065","level":"each","units":1},{"gtin":"19520001000062","level":"case","units":10}]}');
INSERT INTO "work_documents" VALUES(1,'site','HAM',1,1,'{"name":"Hamburg","gs1CompanyPrefix":"9520001"}');
CREATE TABLE work_feeds (
    id INTEGER PRIMARY KEY,
    epoch TEXT NOT NULL UNIQUE,
    cursor INTEGER NOT NULL,
    as_of TEXT NOT NULL,
    complete INTEGER NOT NULL
  ) STRICT;
INSERT INTO "work_feeds" VALUES(1,'9e9f0b58-e0b3-40ad-8ae0-ef2256e6a667',20,'2026-11-22T13:07:48.645Z',1);
CREATE INDEX entries_set_aside ON entries (kind) WHERE kind = 'set-aside';
CREATE INDEX work_documents_cursor ON work_documents (feed, cursor);
COMMIT;
PRAGMA user_version = 1;
