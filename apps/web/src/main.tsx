import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createApp } from './app.tsx'
import './styles.css'

const root = document.getElementById('app')
if (root) createRoot(root).render(<StrictMode>{createApp()}</StrictMode>)
