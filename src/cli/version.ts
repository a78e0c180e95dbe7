/** The version of this build; sources that run as they are have none. */
export const emolensVersion: string = process.env['EMOLENS_VERSION'] ?? 'source';
