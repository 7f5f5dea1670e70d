// Asks for a part of alphabet.txt and shows what the server answers.

const form = document.getElementById("range");
const answer = document.getElementById("answer");

async function ask(event) {
	event?.preventDefault();
	const range = `bytes=${form.first.value}-${form.last.value}`;
	try {
		const response = await fetch("alphabet.txt", { headers: { Range: range }, cache: "no-store" });
		answer.textContent = [
			`Range: ${range}`,
			"",
			`${response.status} ${response.statusText}`,
			`Content-Range: ${response.headers.get("Content-Range") ?? "(none)"}`,
			"",
			await response.text(),
		].join("\n");
	} catch (error) {
		answer.textContent = `There was no answer: ${error.message}`;
	}
}

form.addEventListener("submit", ask);
ask();
