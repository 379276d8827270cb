import {
  demandPersonFactor,
  disablePerson,
  enablePerson,
  endPersonSession,
  endPersonSessions,
  PeopleState,
  readPerson,
  readPersonActivity,
  readPersonSessions,
  searchPeople,
  startPersonReset,
} from '@latchkey/contracts/auth/admin'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../../platform/api-client.ts'
import type { HistoryState } from '../../platform/router/location.ts'
import { useConfirmed } from '../session/keeper.ts'

/** What the list shows. In the history's entry and not in the address, which servers log: it may be a person's address. */
export interface Choice {
  search?: string
  state?: PeopleState
}

declare module '../../platform/router/location.ts' {
  interface HistoryState {
    people?: { search?: string; state?: string }
  }
}

/** Ignores a state that this version does not know. */
export function readChoice({ people = {} }: Readonly<HistoryState>): Choice {
  const { search } = people
  const state = PeopleState.safeParse(people.state).data
  return { ...(search && { search }), ...(state && { state }) }
}

/** The first part of the keys of all that admins read. */
const key = 'people'
/**
 * Reading is counted and recorded, so a look at another tab does not read again. The first request of a page may need a proof, so it waits for the dialog of the page, which is there after
 * the first render.
 */
function useReading() {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => setOpen(true), [])
  return { staleTime: 60_000, refetchOnWindowFocus: false, enabled: isOpen } as const
}

export function usePeople(choice: Choice) {
  const confirmed = useConfirmed()
  const reading = useReading()
  return useInfiniteQuery({
    ...reading,
    queryKey: [key, 'search', choice],
    queryFn: async ({ pageParam: after }) =>
      (await confirmed(() => call(searchPeople, { ...choice, ...(after !== undefined && { after }) }))).data,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

export function usePerson(id: string) {
  const confirmed = useConfirmed()
  const reading = useReading()
  return useQuery({
    ...reading,
    queryKey: [key, id, 'person'],
    queryFn: async () => (await confirmed(() => call(readPerson, { id }))).data,
  })
}

export function usePersonSessions(id: string) {
  const confirmed = useConfirmed()
  const reading = useReading()
  return useQuery({
    ...reading,
    queryKey: [key, id, 'sessions'],
    queryFn: async () => (await confirmed(() => call(readPersonSessions, { id }))).data,
  })
}

export function usePersonActivity(id: string) {
  const confirmed = useConfirmed()
  const reading = useReading()
  return useInfiniteQuery({
    ...reading,
    queryKey: [key, id, 'activity'],
    queryFn: async ({ pageParam: before }) =>
      (await confirmed(() => call(readPersonActivity, { id, ...(before !== undefined && { before }) }))).data,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })
}

/** Sends an act, with a proof if it needs one. Then everything about people is read again. */
function useAct<Input, Result>(send: (input: Input) => Promise<Result>) {
  const queryClient = useQueryClient()
  const confirmed = useConfirmed()
  return useMutation({
    mutationFn: (input: Input) => confirmed(() => send(input)),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: [key] }),
  })
}

export const useEndSession = (id: string) => useAct((sessionId: string) => call(endPersonSession, { id, sessionId }))

export const useEndSessions = (id: string) => useAct(async () => (await call(endPersonSessions, { id })).data.revoked)

export const useSetDisabled = (id: string) =>
  useAct((isDisabled: boolean) => call(isDisabled ? disablePerson : enablePerson, { id }))

export const useStartReset = (id: string) => useAct(() => call(startPersonReset, { id }))

export const useDemandFactor = (id: string) => useAct((required: boolean) => call(demandPersonFactor, { id, required }))
