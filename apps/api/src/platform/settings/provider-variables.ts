import { line } from '@latchkey/contracts/lines'
import * as z from 'zod/mini'
import { privateKey } from './private-key.ts'
import { type PresetName, providerPresets } from './provider-presets.ts'
import { domain, isPlainUrl, yesOrNo } from './setting-values.ts'

const mostLabelCharacters = 40

const visible = (most: number, sentence: string) =>
  z.string().check(z.refine(value => value.length <= most && /^[\x21-\x7e]+$/.test(value), sentence))

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Parts separated by commas, in small letters. */
const list = (isPart: (part: string) => boolean, sentence: string) =>
  z.pipe(
    z.pipe(
      z.string(),
      z.transform(value => value.split(',').map(part => part.trim().toLowerCase())),
    ),
    z.array(z.string()).check(z.refine(parts => parts.every(isPart), sentence)),
  )

/** The variables of one provider, each after `OIDC_NAME_`. */
export const Variables = z.object({
  ISSUER: z.optional(
    z
      .string()
      .check(
        z.refine(
          value => isPlainUrl(value) && !new URL(value).pathname.includes('/.well-known/'),
          'must be the address of the issuer, such as https://sso.example.com/realms/staff, without /.well-known and what follows',
        ),
      ),
  ),
  CLIENT_ID: visible(255, 'must be the client id that the console of the provider shows, without spaces'),
  CLIENT_SECRET: z.optional(visible(4096, 'must be the secret that the console of the provider shows, without spaces')),
  PRIVATE_KEY: z.optional(privateKey),
  KEY_ID: z.optional(visible(255, 'must be the id of the key, as the console of the provider shows it')),
  TEAM_ID: z.optional(
    z.string().check(z.regex(/^[A-Z0-9]{10}$/, 'must be the id of your team at Apple: 10 letters and digits')),
  ),
  SCOPES: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/,
          'must be scopes with one space between them',
        ),
      ),
  ),
  LABEL: z.optional(
    z
      .string()
      .check(
        z.refine(
          value => value.length <= mostLabelCharacters && line('nameMissing').safeParse(value).success,
          `must be what the button calls the provider, in at most ${mostLabelCharacters} characters`,
        ),
      ),
  ),
  PRESET: z.optional(
    z.enum(
      Object.keys(providerPresets) as [PresetName, ...PresetName[]],
      `must be ${Object.keys(providerPresets).join(', ')}`,
    ),
  ),
  TENANTS: z.optional(
    list(
      part => guid.test(part),
      'must be ids of tenants, such as 72f988bf-86f1-41af-91ab-2d7cd011db47, separated by commas',
    ),
  ),
  TRUST_EMAIL_DOMAINS: z.optional(
    list(part => domain.safeParse(part).success, 'must be domains such as example.com, separated by commas'),
  ),
  DISABLED: z.optional(yesOrNo),
})
export type Variables = z.output<typeof Variables>

/** Those that are good by themselves. */
export const SomeVariables = z.partial(Variables)
export type SomeVariables = z.output<typeof SomeVariables>
