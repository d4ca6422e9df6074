"""Loads a model directory that Tern wrote with transformers and sentence-transformers, and compares.

    pip install torch transformers sentence-transformers
    python bench/peers/check_model.py DIR [TERN]

DIR is a directory such as my-run/best, TERN the launcher (./tern). Both sides encode the same texts;
the largest difference of a weight is printed, and the exit code is 1 if it exceeds 1e-3. Special
tokens are left out on both sides: Tern has none in its vectors.
"""

import json
import os
import subprocess
import sys

import torch
from sentence_transformers import SparseEncoder
from transformers import AutoModelForMaskedLM, AutoTokenizer

TEXTS = [
    "The tide turns twice a day, pulled by the moon.",
    "A tern is a slender sea bird with a forked tail that dives for small fish.",
    "Yeast needs warmth, water and a little sugar.",
]


def of_tern(launcher, directory, text, is_query):
    command = [launcher, "encode", "--model", directory, "--json", text]
    if is_query:
        command.insert(2, "--query")
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(out.splitlines()[-1])["vector"]


def of_sentence_transformers(model, tokenizer, text, is_query):
    encode = model.encode_query if is_query else model.encode_document
    vector = encode([text], convert_to_sparse_tensor=False, show_progress_bar=False)[0]
    special = set(tokenizer.all_special_ids)
    return {
        tokenizer.convert_ids_to_tokens(i): vector[i].item()
        for i in torch.nonzero(vector).flatten().tolist()
        if i not in special
    }


def of_transformers(model, tokenizer, activation, text):
    tokens = tokenizer(text, return_tensors="pt", truncation=True, max_length=256)
    with torch.no_grad():
        logits = model(**tokens).logits[0].max(dim=0).values
    weights = torch.log1p(torch.relu(logits))
    if activation == "log1p_relu":
        weights = torch.log1p(weights)
    special = set(tokenizer.all_special_ids)
    return {
        tokenizer.convert_ids_to_tokens(i): weights[i].item()
        for i in torch.nonzero(weights).flatten().tolist()
        if i not in special
    }


def difference(one, other):
    return max((abs(one.get(t, 0) - other.get(t, 0)) for t in one.keys() | other.keys()), default=0)


def main():
    directory = sys.argv[1]
    launcher = sys.argv[2] if len(sys.argv) > 2 else "./tern"
    if os.path.exists(os.path.join(directory, "tern.json")):
        print("note: tern.json adds weights that only Tern knows; the comparison will show them")
    with open(os.path.join(directory, "document_1_SpladePooling", "config.json")) as file:
        activation = json.load(file)["activation_function"]
    sparse = SparseEncoder(directory)
    masked = AutoModelForMaskedLM.from_pretrained(directory).eval()
    tokenizer = AutoTokenizer.from_pretrained(directory)
    worst = 0
    for text in TEXTS:
        document = of_tern(launcher, directory, text, False)
        query = of_tern(launcher, directory, text, True)
        found = {
            "documents, sentence-transformers": difference(
                document, of_sentence_transformers(sparse, tokenizer, text, False)),
            "documents, transformers": difference(
                document, of_transformers(masked, tokenizer, activation, text)),
            "queries, sentence-transformers": difference(
                query, of_sentence_transformers(sparse, tokenizer, text, True)),
        }
        for what, value in found.items():
            print(f"{value:.2e}  {what}: {text[:40]}")
            worst = max(worst, value)
    print("the same" if worst <= 1e-3 else "they differ")
    sys.exit(0 if worst <= 1e-3 else 1)


if __name__ == "__main__":
    main()
