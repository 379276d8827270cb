import * as contract from '@latchkey/contracts/product/notes'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { answer, restrictedRoute } from '../../platform/http/route.ts'
import { createNote, deleteNote, listNotes, mailNote, presentNote } from './service.ts'

export function restrictedRoutes(app: FastifyInstance, deps: Deps): void {
  restrictedRoute(app, deps, contract.listNotes, async (_input, context) =>
    answer(200, (await listNotes(deps, context)).map(presentNote)),
  )

  restrictedRoute(app, deps, contract.createNote, async (input, context) =>
    answer(201, presentNote(await createNote(deps, context, input))),
  )

  restrictedRoute(app, deps, contract.mailNote, async (input, context) => {
    await mailNote(deps, context, input)
    return answer(202, { id: input.id })
  })

  restrictedRoute(app, deps, contract.deleteNote, async (input, context) => {
    await deleteNote(deps, context, input)
    return answer(204)
  })
}
