import { auth0 } from './auth0.ts'
import { clerk } from './clerk.ts'
import { csv } from './csv.ts'
import { django } from './django.ts'
import { firebase } from './firebase.ts'
import type { Format } from './format.ts'
import { keycloak } from './keycloak.ts'
import { ndjson } from './own.ts'
import { supabase } from './supabase.ts'

/** Every format, by the word of `--from`. A new one is a file here and a line. */
export const formats = { ndjson, csv, auth0, firebase, supabase, clerk, keycloak, django } satisfies Record<
  string,
  Format
>
export type FormatName = keyof typeof formats
