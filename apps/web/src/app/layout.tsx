import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { themeScript } from '@/settings/theme-script';
import './globals.css';

export const metadata: Metadata = {
  title: 'Ocelli',
  description: 'Ask a picture. See the evidence.',
  applicationName: 'Ocelli',
  referrer: 'no-referrer',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f8f6f1' },
    { media: '(prefers-color-scheme: dark)', color: '#16130f' },
  ],
};

export default function Layout({ children }: { children: ReactNode }) {
  return (
    // The script below sets the theme before the first paint, which React must not undo.
    <html lang="en" data-theme="light" suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body className="font-sans">{children}</body>
    </html>
  );
}
