/** MAC of the n-th phone, 12 lower-case hex digits: Gigaset's own range, n below 16,777,216. */
export function macOf(index: number): string {
  return `7c2f80${index.toString(16).padStart(6, '0')}`;
}

/** Check code of the n-th phone: four hex digits, upper case. */
export function checkCodeOf(index: number): string {
  return ((index * 40_503) % 65_536).toString(16).padStart(4, '0').toUpperCase();
}

/** A list as a technician brings it: BOM, `;`, German header, six columns, CRLF; `isQuoted`: a quoted column with quotes in it. */
export function makeCsv(rows: number, isQuoted = false): Buffer {
  const lines = ['MAC;Modell;Benutzer;Durchwahl;Raum;Bemerkung'];
  for (let row = 0; row < rows; row += 1) {
    const macId = `${macOf(row).toUpperCase()}-${checkCodeOf(row)}`;
    const user = isQuoted ? `"Müller, ""Hans"" ${row}"` : `Müller Hans ${row}`;
    lines.push(`${macId};Maxwell 3;${user};${1000 + (row % 9000)};Raum ${row % 500};Geliefert am ${row % 28}.`);
  }
  return Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`, 'utf8');
}
