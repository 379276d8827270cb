import type { PresetName } from '../../../platform/settings/provider-presets.ts'

/** Claims of a person, from an ID token or from userinfo. */
export type Claims = Readonly<Record<string, unknown>>

type Rule = (claims: Claims, email: string) => boolean

const saysSo: Rule = claims => claims.email_verified === true

/** When an address of this preset counts as verified. No rule says more than the provider does. */
export const isVerified: Record<PresetName, Rule> = {
  oidc: saysSo,
  gitlab: saysSo,
  okta: saysSo,
  auth0: saysSo,
  keycloak: saysSo,
  // For other addresses Google has asked once, maybe years ago, and who owns them now is unknown: its guide says to rely on these only.
  google: (claims, email) =>
    claims.email_verified === true && (/@(gmail|googlemail)\.com$/.test(email) || isText(claims.hd)),
  // Apple writes this boolean as a string.
  apple: claims => claims.email_verified === true || claims.email_verified === 'true',
  // An administrator of any tenant writes any address there (nOAuth, 2023). `xms_edov` says that the tenant owns the domain.
  microsoft: claims => claims.xms_edov === true,
  // GitHub has no claims: `github.ts` asks its API.
  github: () => false,
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
