import type { Mutation } from '../mutation.ts'
import { argumentOf, expressionBecomes, never, objectOf, propertyBecomes, valueBecomes } from '../operators.ts'

const limits = 'limits/attempts.test.ts'

/** Which spellings count as the same address, mailbox or network. */
export const networks: readonly Mutation[] = [
  {
    bugs: [6],
    guard: 'attempts are counted for the normalised address',
    in: 'normaliseEmail',
    change: objectOf('toLowerCase'),
    test: limits,
    title: 'are counted under one address, in every spelling',
  },
  {
    bugs: [6],
    guard: 'mails are counted for the mailbox behind an address',
    in: 'folds',
    change: propertyBecomes('mailbox', 'mailbox: mailbox => mailbox'),
    test: limits,
    title: 'to one mailbox are limited, across all endpoints and all its addresses',
  },
  {
    bugs: [7],
    guard: 'the first 64 bits of an IPv6 address are counted',
    in: 'networkOf',
    file: 'platform/client.ts',
    change: objectOf('slice'),
    test: limits,
    title: 'are counted under one network, for all its addresses and with forged headers',
  },
  {
    bugs: [7],
    guard: 'a port in X-Forwarded-For does not make another network',
    in: 'networkOf',
    file: 'platform/client.ts',
    change: argumentOf('plainAddress'),
    test: 'limits/keys.test.ts',
    title: 'ignores the ports that some gateways write into X-Forwarded-For',
  },
  {
    bugs: [27],
    guard: 'a proxy is recognised with its port too',
    in: 'trustedProxies',
    change: argumentOf('plainAddress'),
    test: 'http/proxies.test.ts',
    title: 'behind proxies, X-Forwarded-For: %s comes from %s',
  },
  {
    bugs: [6],
    guard: 'a Gmail mailbox counts as one under both domain names',
    in: 'mailboxOf',
    change: never('googlemail.com'),
    test: 'limits/keys.test.ts',
    title: 'is the same for both Gmail domains when mails are counted',
  },
  {
    bugs: [7],
    guard: 'an IPv4 address written as IPv6 counts as IPv4',
    in: 'networkOf',
    file: 'platform/client.ts',
    change: expressionBecomes('ipaddr.process', 'ipaddr.parse'),
    test: 'limits/keys.test.ts',
    title: 'is the same for an IPv4 address written as IPv6',
  },
  {
    bugs: [7],
    guard: 'an IPv4 address that IPv6 carries counts as IPv4',
    in: 'networkOf',
    file: 'platform/client.ts',
    change: valueBecomes('carried', 'null'),
    test: 'limits/keys.test.ts',
    title: 'is that of the IPv4 address behind %s',
  },
]
