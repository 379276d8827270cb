import * as z from 'zod/mini'
import { type Feature, mostExported } from '../feature.ts'
import { jobKind, type KeptJob, recurring } from './jobs.ts'
import { measures } from './measures.ts'
import { purge } from './purge.ts'
import { watchJobs } from './watch.ts'

const purgeEverySeconds = 300

/** The purge for all features, and the export of a person's jobs. */
export const jobs: Feature = {
  name: 'jobs',
  jobs: deps => [recurring(jobKind('purge', z.object({})), purgeEverySeconds, () => purge(deps))],
  measures,
  watches: deps => [watchJobs(deps)],
  exportOf: async (deps, { id, email }) => ({
    jobs: (await deps.jobs.find([{ userId: id }, { email }], mostExported)).map(presentJob),
  }),
}

/** The personal part of a job's data. */
const PersonalData = z.object({
  email: z.catch(z.nullable(z.string()), null),
  ip: z.catch(z.nullable(z.string()), null),
  userAgent: z.catch(z.nullable(z.string()), null),
})

function presentJob({ kind, createdAt, data }: KeptJob) {
  const { email: address, ip, userAgent } = PersonalData.parse(data)
  return { kind, createdAt: createdAt.toISOString(), address, ip, userAgent }
}
