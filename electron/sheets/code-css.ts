/** The rules of sheets with codes, beside those of all paper. Sizes as they are read at arm's length, in millimetres. */
export const CODE_CSS = `
  .code { white-space: nowrap; display: inline-flex; font-weight: 700; overflow-wrap: normal; font-variant-numeric: tabular-nums slashed-zero; }
  .code .group { padding: 0 0.28em; border-left: 0.3mm solid #000; line-height: 1.05; }
  .code .group:first-child { padding-left: 0; border-left: 0; }
  .code .group:last-child { padding-right: 0; }
  .key { height: 1.5em; vertical-align: -0.4em; }
  .small { font-size: 9pt; margin: 0; }
  .qr svg { display: block; width: 100%; height: 100%; }

  .code-page { height: 265mm; display: flex; flex-direction: column; overflow: hidden; }
  .code-page header { display: flex; justify-content: space-between; min-height: 16mm; max-height: 20mm; gap: 10mm; }
  .code-page .logo img { height: 16mm; max-width: 80mm; object-fit: contain; object-position: left top; }
  .code-page .of { text-align: right; font-size: 10pt; line-height: 1.35; max-height: 16mm; overflow: hidden; }
  .code-page .name { font-size: 9mm; line-height: 1.12; margin: 5mm 0 3mm; max-height: 21mm; overflow: hidden; }
  .code-page .name.long { font-size: 7mm; }
  .code-page .name.very-long { font-size: 5mm; }
  .facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 2mm 6mm; margin: 0 0 5mm; max-height: 27mm; overflow: hidden; }
  .facts dt { font-size: 8.5pt; }
  .facts dd { margin: 0; font-size: 12pt; font-weight: 600; line-height: 1.25; }
  .box { display: flex; justify-content: space-between; align-items: center; gap: 4mm; border: 0.5mm solid #000; border-radius: 2mm; padding: 3mm 4mm; min-height: 42mm; }
  .box .label { font-size: 10pt; margin-bottom: 1mm; }
  .box .code { font-size: 14mm; margin-bottom: 2mm; }
  .box .qr { width: 35mm; height: 35mm; flex: none; }
  .until { font-size: 10pt; line-height: 1.2; margin: 4mm 0 0; }
  .until b { display: block; font-size: 6mm; margin-top: 0.5mm; }
  .code-page h2 { font-size: 12pt; margin: 5mm 0 1mm; }
  .steps { margin: 0; padding-left: 6mm; font-size: 11.5pt; line-height: 1.45; }
  .steps li { padding-left: 1mm; }
  ul.steps { font-size: 10pt; }
  .fields { display: grid; grid-template-columns: 28mm 2fr 1fr 0.7fr; gap: 4mm; margin-top: auto; padding: 3mm 0.4mm 0 0; }
  .fields div { min-height: 16mm; font-size: 8.5pt; }
  .fields div:not(.bars) { border: 0.3mm solid #000; padding: 1mm 1.5mm; }
  .fields .bars { align-self: end; min-height: 6mm; margin: 0; }
  .code-page footer { margin-top: 3mm; }
  .code-page .help { font-size: 12pt; font-weight: 700; margin: 0 0 1mm; max-height: 12mm; overflow: hidden; }

  .slips { display: grid; grid-template-columns: 90mm 90mm; grid-auto-rows: 66.6mm; align-content: start; }
  .slip { position: relative; height: 66.6mm; padding: 2.6mm 4mm; overflow: hidden; display: flex; flex-direction: column; break-inside: avoid; }
  .cut { position: absolute; width: 3mm; height: 3mm; }
  .cut.tl { left: 0; top: 0; border-left: 0.2mm solid #000; border-top: 0.2mm solid #000; }
  .cut.tr { right: 0; top: 0; border-right: 0.2mm solid #000; border-top: 0.2mm solid #000; }
  .cut.bl { left: 0; bottom: 0; border-left: 0.2mm solid #000; border-bottom: 0.2mm solid #000; }
  .cut.br { right: 0; bottom: 0; border-right: 0.2mm solid #000; border-bottom: 0.2mm solid #000; }
  .slip > * { flex: none; }
  .slip-top { display: flex; justify-content: space-between; gap: 3mm; font-size: 7.5pt; line-height: 1.2; white-space: nowrap; }
  .slip-top span:first-child { overflow: hidden; text-overflow: ellipsis; }
  .slip-name { font-size: 4.6mm; font-weight: 700; line-height: 1.15; max-height: 10.6mm; overflow: hidden; }
  .slip-name, .slip-facts { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
  .slip-name.long { font-size: 3.5mm; max-height: 8.1mm; }
  .slip-name.very-long { font-size: 2.8mm; max-height: 9.7mm; }
  .slip-facts { font-size: 7.5pt; line-height: 1.2; max-height: 6.4mm; overflow: hidden; }
  .slip-code { display: flex; align-items: center; justify-content: space-between; margin: auto 0; }
  .slip-code .code { font-size: 6.6mm; }
  .slip-code .once { font-size: 6.5pt; line-height: 1.2; }
  .slip-code .qr { width: 21mm; height: 21mm; flex: none; margin: -1.5mm -1.5mm -1.5mm 0; }
  .slip-until { font-size: 7pt; line-height: 1.2; margin: 0.5mm 0; }
  .slip-until b { font-size: 3mm; white-space: nowrap; }
  .slip-steps { font-size: 6.5pt; line-height: 1.22; max-height: 11.4mm; overflow: hidden; }
  .slip-name.very-long { -webkit-line-clamp: 3; }
  .full .slip-facts { font-size: 6.5pt; }
  .full .slip-steps { font-size: 5.8pt; line-height: 1.15; }
  .slip-foot { display: grid; grid-template-columns: 26mm 1.7fr 1fr 0.7fr; gap: 1mm; margin-top: 0.8mm; }
  .slip-field { border: 0.2mm solid #000; height: 7mm; padding: 0.2mm 0.6mm; font-size: 5.5pt; line-height: 1.1; overflow: hidden; }
  .bars { height: 6mm; width: 26mm; flex: none; margin-left: -1mm; }
  .bars svg { height: 6mm; width: 26mm; display: block; }

  .code-list h1 { margin-bottom: 1mm; }
  .code-list p { margin-bottom: 1.5mm; }
  .code-list table { font-size: 8.5pt; line-height: 1.25; margin: 2mm 0; }
  .code-list th { font-size: 7.5pt; overflow-wrap: normal; }
  .code-list th, .code-list td { padding: 1.2mm 1.5mm 1.2mm 0; }
  .code-list th:last-child, .code-list td:last-child { padding-left: 1.5mm; }
  .list-code .code { font-size: 9.5pt; }
  .list-code { white-space: nowrap; }
  .mac { font-size: 7.5pt; white-space: nowrap; }
  .tick i { display: block; width: 4mm; height: 4mm; border: 0.3mm solid #000; }
  .code-list th.tick { font-size: 6.5pt; }
  .col-number { width: 8mm; } .col-room { width: 28mm; } .col-user { width: 36mm; } .col-extension { width: 12mm; }
  .col-model { width: 14mm; } .col-category { width: 19mm; } .col-code { width: 32mm; } .col-until { width: 29mm; }
  .col-mac { width: 21mm; } .col-typed, .col-updated, .col-registered, .col-tested { width: 12mm; }
  .col-language { width: 9mm; } .mixed .col-room { width: 25mm; } .mixed .col-user { width: 33mm; } .mixed .col-category { width: 18mm; }
`;
