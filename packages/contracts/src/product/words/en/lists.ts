import { noteEvents, noteFields, noteMail } from './notes.ts'

/** The sentences for the product's events, for its fields, and of its emails. */
export const productEvents = { ...noteEvents }
export const productFields = { ...noteFields }
export const productMails = { note: noteMail }
