import type { Metadata } from 'next';
import { ModelsPage } from '@/models/models-page';

export const metadata: Metadata = { title: 'Models · Ocelli' };

export default function Page() {
  return <ModelsPage />;
}
