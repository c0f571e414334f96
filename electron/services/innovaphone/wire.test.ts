import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decryptSecret,
  decryptSession,
  encryptSecret,
  loginDigest,
  loginResultDigest,
  sessionKey,
  sysclientDigest,
  userResponse,
} from './wire.ts';

const NOBODY = { app: 'pbxadminapi', domain: '', sip: '', guid: '', dn: '' };
const CHALLENGE = '0123456789abcdef';

/** What Python makes of the same text: an implementation that shares nothing with Node's. */
function pythonSha256(text: string): string {
  const program = 'import sys,hashlib;print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())';
  return execFileSync('python3', ['-c', program], { input: text }).toString().trim();
}

describe('login to an app', () => {
  it('gives the digests of the SDK', () => {
    expect(loginDigest(NOBODY, CHALLENGE, 'pwd')).toBe(
      'a205299ed2ef2786c311e0be1b14db343f2cadd906a6ae7b564eee34bda5e9a1',
    );
    expect(loginDigest({ ...NOBODY, info: {} }, CHALLENGE, 'pwd')).toBe(
      '57b23fe824b9222a7ac879597cb509bcdc865a1bfeb057d9d12118cef0c3ba34',
    );
    expect(loginDigest({ ...NOBODY, info: { cn: 'Test User' } }, CHALLENGE, 'pwd')).toBe(
      '96db3c3f657230c2b68194becc6d2a77f05de9f79f01fc81e9ca0fb196b10d9d',
    );
  });

  it('gives the digest of a login that was captured (go-myapps)', () => {
    const info = {
      appobj: 'go',
      appdn: 'go',
      appurl: 'http://192.168.178.29:5000/fritz.box/go/instance/admin',
      pbx: 'pbx-main',
      cn: 'rico',
      unlicensed: true,
      groups: [],
      apps: [],
    };
    const guid = 'f48b06484a8a61015853009033400109';
    const subject = { app: 'admin', domain: 'fritz.box', sip: 'rico', guid, dn: 'Schulte, Rico', info };
    expect(loginDigest(subject, '277f41a7a5b7b452', 'go')).toBe(
      '965b4dd4d4f127c99df796b1ed137b40454801f94f50aaf93b2ce98034f10d9c',
    );
  });

  it('agrees with Python about names that are not ASCII and infos with slashes', () => {
    const subject = { ...NOBODY, domain: 'straße.example', sip: 'jörg', info: { url: 'https://a/ä', cn: 'Jörg "J"' } };
    expect(loginDigest(subject, CHALLENGE, 'gäheim')).toBe(
      pythonSha256(`pbxadminapi:straße.example:jörg:::{"url":"https://a/ä","cn":"Jörg \\"J\\""}:${CHALLENGE}:gäheim`),
    );
  });

  it('gives the session key and the secret of the vectors', () => {
    const key = sessionKey(CHALLENGE, 'pwd');
    expect(key).toBe('d58c77eae0c1c1f37a9f545e207643c926ad9ea4932016a83a4a01029de37760');
    expect(encryptSecret('seed1', key, 'secret')).toBe('8c0a8a363ecb');
    expect(decryptSecret('seed1', key, '8c0a8a363ecb')).toBe('secret');
    expect(decryptSecret('seed1', key, '8c0a8')).toBeNull();
  });

  it('reads back whatever it encrypts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (text, seed, key) => {
        expect(decryptSecret(seed, key, encryptSecret(seed, key, text))).toBe(text);
      }),
    );
  });
});

describe('login of a user', () => {
  const answered = {
    type: 'user',
    domain: 'example.com',
    username: 'tech',
    password: 'ip411',
    nonce: '5bba709c4b68374d',
    challenge: '1234567890',
  };

  it('hashes what the SDK names, in its order', () => {
    expect(userResponse(answered)).toBe(
      pythonSha256('innovaphoneAppClient:user:example.com:tech:ip411:5bba709c4b68374d:1234567890'),
    );
    expect(loginResultDigest(answered, { user: { sip: 'tech' } })).toBe(
      pythonSha256(
        'innovaphoneAppClient:loginresult:example.com:tech:ip411:5bba709c4b68374d:1234567890:{"user":{"sip":"tech"}}',
      ),
    );
  });

  it('reads a resumable session as captured', () => {
    const hex = '568665fc2f134d3133325b1f30d66e4e6c9f6f9d165e2f5ce7bbfff1b1de68da';
    expect(decryptSession('usr', answered, hex)).toBe('9ae4b9193f1362019e19009033400109');
  });
});

describe('sysclient', () => {
  it('gives the digest as captured', () => {
    const phone = { id: 'f19033480af9', product: 'IP232', version: '13r2 dvl [13.4250/131286/1300]' };
    expect(sysclientDigest(phone, '1446931255', '2jjH!u3ucXscEzHq8X!l83BX3!U8TPwA')).toBe(
      '13cc86b3f0691e2ce1a626a9963a5aefeefcb78f7e5b23a8ede10e8204247c97',
    );
  });

  it.each([
    ['wJQog70GUK!GPTN2', '22f91ebb', '7iICN04agQq38j!hmbN7P5LLI1YePz1w'],
    ['RlGIgQj2j!LUIgPL', 'cfa78653', 'N803pDZVpL_ccS_1tGwFjIN0cfw75MNo'],
  ])('reads the admin password as captured (%s)', (seed, hex, password) => {
    expect(decryptSecret(seed, password, hex)).toBe('test');
  });
});
