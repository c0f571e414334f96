import { execFile, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerDigest,
  type Challenge,
  chooseDigestChallenge,
  type DigestChallenge,
  parseChallenges,
} from './digest-auth.ts';

/** Not every Debian has it; without it these tests are reported as skipped. */
const HAS_CURL = spawnSync('curl', ['--version']).status === 0;

function choose(header: string): DigestChallenge {
  const challenge = chooseDigestChallenge(parseChallenges(header));
  if (challenge === null) throw new Error(`No challenge in ${header}`);
  return challenge;
}

/** The parameters of an `Authorization: Digest` header. */
function parametersOf(header: string): ReadonlyMap<string, string> {
  return parseChallenges(header)[0]?.parameters ?? new Map();
}

describe("the RFCs' own examples", () => {
  const login = { user: 'Mufasa', method: 'GET', uri: '/dir/index.html', nonceCount: 1 };

  it('RFC 2617 section 3.5', () => {
    const challenge = choose(
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
    );
    const header = answerDigest(challenge, { ...login, password: 'Circle Of Life', clientNonce: '0a4f113b' });
    expect(parametersOf(header).get('response')).toBe('6629fae49393a05397450978507c4ef1');
    expect(header).toBe(
      'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", uri="/dir/index.html", response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41", qop=auth, nc=00000001, cnonce="0a4f113b"',
    );
  });

  it('RFC 2069 section 2.4 with its erratum 749', () => {
    const challenge = choose(
      'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
    );
    const header = answerDigest(challenge, { ...login, password: 'CircleOfLife', clientNonce: 'unused' });
    expect(parametersOf(header).get('response')).toBe('1949323746fe6a43ef61f9606e7febea');
    expect(header).not.toMatch(/cnonce|nc=|qop/);
  });

  const challenges =
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", ' +
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
  const answer = {
    ...login,
    password: 'Circle of Life',
    clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  };

  it('RFC 7616 section 3.9.1, SHA-256, chosen of two', () => {
    const header = answerDigest(choose(challenges), answer);
    expect(header).toBe(
      'Digest username="Mufasa", realm="http-auth@example.org", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", uri="/dir/index.html", response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1", algorithm=SHA-256, opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", qop=auth, nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"',
    );
  });

  it('RFC 7616 section 3.9.1, MD5', () => {
    const challenge = choose(challenges.slice(challenges.lastIndexOf('Digest')));
    expect(parametersOf(answerDigest(challenge, answer)).get('response')).toBe('8ca523f5e9506fed4657c9700eebdbec');
  });

  it('RFC 7616 section 3.9.2, SHA-512-256, charset and userhash, with its erratum 4897', () => {
    const challenge = choose(
      'Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true',
    );
    const header = answerDigest(challenge, {
      user: 'J\u00e4s\u00f8n Doe',
      password: 'Secret, or not?',
      method: 'GET',
      uri: '/doe.json',
      nonceCount: 1,
      clientNonce: 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v',
    });
    const parameters = parametersOf(header);
    expect(parameters.get('username')).toBe('793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b');
    expect(parameters.get('response')).toBe('3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5');
    expect(parameters.get('userhash')).toBe('true');
  });
});

describe('parseChallenges', () => {
  const shape = (header: string): unknown =>
    parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

  it.each([
    ['Basic realm="x"', [['basic', { realm: 'x' }]]],
    ['DIGEST Realm = "a, b=\\"c\\" Digest d" ,, nonce=n', [['digest', { realm: 'a, b="c" Digest d', nonce: 'n' }]]],
    [
      'Negotiate, NTLM TlRMTVNTUAAB==, Basic realm=x',
      [
        ['negotiate', {}],
        ['ntlm', {}],
        ['basic', { realm: 'x' }],
      ],
    ],
    ['Digest realm="a", realm="b"', [['digest', { realm: 'a' }]]],
    ['Digest nonce="abc/==", stale=TRUE,realm="open', [['digest', { nonce: 'abc/==', stale: 'TRUE', realm: 'open' }]]],
    ['realm="lost", Basic', [['basic', {}]]],
    ['Digest realm="", nonce=', [['digest', { realm: '', nonce: '' }]]],
    ['= = "', []],
    ['', []],
  ])('reads %s', (header, expected) => {
    expect(shape(header)).toEqual(expected);
  });

  const token = fc.stringMatching(/^[a-zA-Z][\w!#$%&'*+.^`|~-]{0,8}$/);
  const bytes = fc.stringMatching(/^[\t -~\u0080-\u00ff]{0,20}$/);

  it('reads back what was written', () => {
    const challenge = fc.record({
      scheme: token,
      parameters: fc.uniqueArray(fc.tuple(token, bytes, fc.constantFrom('=', ' = ', '\t=')), {
        maxLength: 5,
        selector: ([name]) => name.toLowerCase(),
      }),
    });
    fc.assert(
      fc.property(fc.array(challenge, { maxLength: 4 }), fc.constantFrom(',', ', ', ' ,, '), (written, comma) => {
        const header = written
          .map(
            ({ scheme, parameters }) =>
              `${scheme} ${parameters.map(([name, value, equals]) => `${name}${equals}"${value.replace(/["\\]/g, '\\$&')}"`).join(comma)}`,
          )
          .join(comma);
        const expected: readonly Challenge[] = written.map(({ scheme, parameters }) => ({
          scheme: scheme.toLowerCase(),
          parameters: new Map(parameters.map(([name, value]) => [name.toLowerCase(), value])),
        }));
        expect(parseChallenges(header)).toEqual(expected);
      }),
    );
  });

  it('takes any text without throwing, and no challenge of it leads to a broken header', () => {
    const piece = fc.oneof(
      fc.constantFrom('Digest ', 'realm=', 'nonce=', 'qop=', 'algorithm=', 'auth', '"', '\\', ',', ' ', '=', 'MD5'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const challenge = chooseDigestChallenge(parseChallenges(pieces.join('')));
        if (challenge === null) return;
        const header = answerDigest(challenge, LOGIN);
        expect(parametersOf(header).get('nonce')).toBe(challenge.nonce);
        expect(parametersOf(header).get('realm')).toBe(challenge.realm);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['a ', '"', '\\', '= ', 'a="', ',,', 'a=\\"', ' a~'])('takes linear time for many %j', (text) => {
    const started = Date.now();
    parseChallenges(`Digest realm="${text.repeat(100_000)}`);
    parseChallenges(text.repeat(100_000));
    expect(Date.now() - started).toBeLessThan(2_000);
  });
});

describe('chooseDigestChallenge', () => {
  const base = 'realm="r", nonce="n"';

  it.each([
    [`Digest ${base}, algorithm=MD5, qop="auth", Digest ${base}, algorithm=SHA-256`, 'SHA-256', null],
    [`Digest ${base}, algorithm=SHA-256, Digest ${base}, algorithm=sha-256, qop="auth-int,auth"`, 'SHA-256', 'auth'],
    [
      `Digest ${base}, algorithm=SHA-512-256-sess, qop=auth, Digest ${base}, algorithm=SHA-256`,
      'SHA-512-256-sess',
      'auth',
    ],
    [`Basic realm="r", Digest ${base}, algorithm="MD5-sess", qop=""`, 'MD5-sess', null],
    [`Digest ${base}, algorithm=SHA3-512, Digest ${base}`, 'MD5', null],
  ])('chooses the strongest of %s', (header, algorithm, qop) => {
    expect(choose(header)).toMatchObject({ algorithm, qop });
  });

  it.each([
    '',
    'Basic realm="r"',
    'Digest nonce="n"',
    'Digest realm="r"',
    `Digest ${base}, algorithm=WHIRLPOOL`,
    `Digest ${base}, qop="auth-int"`,
  ])('finds nothing to answer in %j', (header) => {
    expect(chooseDigestChallenge(parseChallenges(header))).toBeNull();
  });
});

const LOGIN = {
  user: 'a "user" with \\ and \u00fc',
  password: 'p\u00e4ss:word',
  method: 'GET',
  uri: '/a?b=%20c',
  nonceCount: 1,
  clientNonce: 'c',
};

it('sends the client nonce of a session key where there is no qop, or no server could check it', () => {
  const parameters = parametersOf(answerDigest(choose('Digest realm="r", nonce="n", algorithm=MD5-sess'), LOGIN));
  expect(parameters.get('cnonce')).toBe(LOGIN.clientNonce);
  expect(parameters.has('qop') || parameters.has('nc')).toBe(false);
});

describe.skipIf(!HAS_CURL)("curl's answers to the same challenge", () => {
  const run = promisify(execFile);

  it.each([
    'algorithm=MD5, qop="auth"',
    'algorithm=MD5',
    'opaque="o/p=q"',
    'qop="auth,auth-int"',
    'algorithm=MD5-sess, qop="auth"',
    'algorithm=SHA-256, qop="auth"',
    'algorithm=SHA-256',
    'algorithm=SHA-256-sess, qop="auth"',
    'algorithm=SHA-256, qop="auth", charset=UTF-8, userhash=true',
  ])('%s', async (parameters) => {
    const challenge = `Digest realm="a \\"realm\\", really", nonce="n0nce/+==", ${parameters}`;
    let received = '';
    const server = createServer((request, response) => {
      received = request.headers.authorization ?? '';
      response.writeHead(received === '' ? 401 : 200, { 'www-authenticate': challenge }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${LOGIN.uri}`;
    await run('curl', ['-sS', '--noproxy', '*', '--digest', '-u', `${LOGIN.user}:${LOGIN.password}`, url]);
    server.close();

    const theirs = parametersOf(received);
    const ours = parametersOf(
      answerDigest(choose(challenge), {
        ...LOGIN,
        nonceCount: Number.parseInt(theirs.get('nc') ?? '1', 16),
        clientNonce: theirs.get('cnonce') ?? '',
      }),
    );
    expect(theirs.get('response')).toMatch(/^[0-9a-f]{32,64}$/);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
  });
});
