import { describe, expect, test } from 'vitest';
import { createTargetPolicy } from './target-policy.ts';
import { retryAfterMs } from './webhook-client.ts';
import { newSecret, signatureHeaders } from './webhook-signature.ts';

describe('the addresses that a webhook may call', () => {
  const open = createTargetPolicy([]);
  const opened = createTargetPolicy(['127.0.0.0/8', '10.20.0.0/16', 'fd00::/8', '0.0.0.0/0', '::/0']);

  test.each(['93.184.216.34', '2a00:1450:4001::1', '8.8.8.8'])('%s is public', (address) => {
    expect(open.mayCall(address)).toBe(true);
  });

  test.each([
    '127.0.0.1',
    '10.20.1.1',
    '192.168.1.10',
    '172.31.0.1',
    '100.64.0.1',
    '::1',
    'fd00::1',
    '::ffff:10.20.1.1',
    '64:ff9b::a14:101',
    '2002:a14:101::1',
  ])('%s is called only where the configuration opens it', (address) => {
    expect(open.mayCall(address)).toBe(false);
    expect(opened.mayCall(address)).toBe(true);
  });

  test.each([
    '169.254.169.254',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    'fe80::1',
    '::',
    '::ffff:169.254.169.254',
  ])('%s is never called', (address) => {
    expect(opened.mayCall(address)).toBe(false);
  });

  test.each([
    ['https://example.com/hook', true],
    ['http://example.com/hook', false],
    ['https://user:secret@example.com/', false],
    ['https://example.com/#part', false],
    ['https://169.254.169.254/latest/meta-data', false],
    ['https://[::ffff:a9fe:a9fe]/', false],
    ['https://2852039166/', false],
    ['https://10.0.0.1/', false],
    ['ftp://example.com/', false],
    ['file:///etc/passwd', false],
    ['example.com', false],
  ])('%s: %s', (url, allowed) => {
    expect(open.faultOf(url) === null).toBe(allowed);
  });

  test('plain HTTP is for the loopback', () => {
    expect(opened.faultOf('http://127.0.0.1:9000/')).toBeNull();
    expect(opened.faultOf('http://[::1]:9000/')).toBeNull();
    expect(opened.faultOf('http://localhost:9000/')).toBeNull();
    expect(opened.faultOf('http://10.20.0.1/')?.code).toBe('WEBHOOK_URL_REFUSED');
    expect(opened.faultOf('http://127.0.0.1.example.com/')?.code).toBe('WEBHOOK_URL_REFUSED');
  });

  test('a name counts by the addresses behind it', async () => {
    const resolve = (policy: typeof open) =>
      new Promise<string>((done) =>
        policy.lookup('localhost', { all: true }, (fault, addresses) =>
          done(fault?.message ?? JSON.stringify(addresses)),
        ),
      );
    expect(await resolve(open)).toBe('localhost has no address that may be called');
    expect(await resolve(opened)).toContain('127.0.0.1');
  });
});

test('a delivery is signed as the Standard Webhooks convention says', () => {
  // The example of the convention's own libraries.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const body = Buffer.from('{"test": 2432232314}');
  expect(signatureHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_000, body, [secret])).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
  expect(newSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
});

test('Retry-After is read in both of its forms', () => {
  expect(retryAfterMs('120', 0)).toBe(120_000);
  expect(retryAfterMs('Thu, 01 Jan 1970 00:01:00 GMT', 0)).toBe(60_000);
  expect(retryAfterMs('Thu, 01 Jan 1970 00:01:00 GMT', 90_000)).toBe(0);
  expect(retryAfterMs('soon', 0)).toBeNull();
  expect(retryAfterMs(undefined, 0)).toBeNull();
});
