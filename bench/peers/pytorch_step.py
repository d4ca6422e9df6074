"""The peer of `./tern bench training`: the same training step in PyTorch, on the CPU.

    python3 -m venv venv && venv/bin/pip install -r bench/peers/requirements.txt
    TERN_PYTHON=venv/bin/python ./tern bench training --quick

The harness starts this program, hands it a model directory and a batch, and lets it and Tern do
steps in turn: forward, KL distillation of a few documents a query against inference-free queries,
FLOPS, backward, clipping, AdamW. By hand:

    python bench/peers/pytorch_step.py DIR [--threads N] [--tuned] [--compile]

DIR holds a Hugging Face model and `batch.json`:

    {"queries": [[id]], "documents": [[id]], "teacher": [score of each document], "lambda": 0.01,
     "rate": 1e-6, "decay": 0.01, "clip_norm": 1.0, "head_bias": -1.8}

It answers with a JSON object when it is ready, and with another for each line that it reads:
`gradients FILE` computes the loss, writes the gradients of all weights as safetensors and moves
nothing; `step` is a whole step.

--tuned starts the program once more in an environment in which it is faster. The logits of a step
are up to 0.9 GB, and their memory is given back to the system and fetched again in every step,
unless the C library is told to keep it. And the MKL in the wheels of PyPI has no AVX-512 for
processors that are not Intel's, unless it takes this one for one of them, which a library of one
line, built with `cc`, makes it do.

What a careful user of PyTorch would write: documents are of one length, so that nothing is padded;
the maximum over the tokens is taken before ReLU and logarithm, on numbers instead of matrices; the
optimiser is fused, and weights that are tied are moved once. (`amax` instead of `max`, which shares
the gradient out among equal maxima, takes twice the time of a step; `torch.compile` as much as
without, once it has compiled for a minute or two.)
"""

import argparse
import json
import os
import subprocess
import sys

try:
    import torch
    import transformers
    from safetensors.torch import save_file
    from transformers import AutoModelForMaskedLM
except ImportError as e:
    sys.exit(f"{e}; install bench/peers/requirements.txt")

TUNED = {
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(1 << 34),
    "MALLOC_TOP_PAD_": str(1 << 28),
}


class Step:
    def __init__(self, directory, compiled):
        with open(os.path.join(directory, "batch.json"), encoding="utf-8") as file:
            batch = json.load(file)
        model = AutoModelForMaskedLM.from_pretrained(
            directory, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        self.model = model.float().train()
        with torch.no_grad():
            model.get_output_embeddings().bias.fill_(batch["head_bias"])
        self.documents = torch.tensor(batch["documents"])
        self.queries = torch.zeros(len(batch["queries"]), model.config.vocab_size)
        for query, ids in enumerate(batch["queries"]):
            self.queries[query, ids] = 1.0
        self.teacher = torch.tensor(batch["teacher"]).view(len(batch["queries"]), -1)
        self.regularisation = batch["lambda"]
        self.clip_norm = batch["clip_norm"]
        decayed = [p for n, p in model.named_parameters() if not spared(n)]
        others = [p for n, p in model.named_parameters() if spared(n)]
        self.optimizer = torch.optim.AdamW(
            [{"params": decayed}, {"params": others, "weight_decay": 0.0}],
            lr=batch["rate"],
            weight_decay=batch["decay"],
            fused=True,
        )
        self.loss = torch.compile(self.plain_loss) if compiled else self.plain_loss

    def plain_loss(self):
        logits = self.model(input_ids=self.documents).logits
        vectors = torch.log1p(torch.relu(logits.max(dim=1).values))
        grouped = vectors.view(*self.teacher.shape, -1)
        scores = (self.queries.unsqueeze(1) * grouped).sum(-1)
        ranking = torch.nn.functional.kl_div(
            scores.log_softmax(-1), self.teacher.softmax(-1), reduction="batchmean"
        )
        return ranking + self.regularisation * vectors.mean(0).square().sum()

    def gradients(self, file):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss()
        loss.backward()
        found = {n: p.grad.contiguous() for n, p in self.model.named_parameters()}
        save_file(found, file)
        return loss.item()

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.clip_norm)
        self.optimizer.step()
        return loss.item()


def spared(name):
    """Whether a weight does not decay."""
    return name.endswith("bias") or "LayerNorm" in name or "layer_norm" in name


def tune(directory):
    """Starts this program once more, in another environment; does not return."""
    library = os.path.abspath(os.path.join(directory, "mkl.so"))
    source = "int mkl_serv_intel_cpu_true(void) { return 1; }"
    command = ["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", library]
    try:
        subprocess.run(command, input=source, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as e:
        sys.exit(f"--tuned needs a C compiler: {e}")
    arguments = [argument for argument in sys.argv if argument != "--tuned"]
    environment = {**os.environ, **TUNED, "LD_PRELOAD": library}
    os.execve(sys.executable, [sys.executable, *arguments], environment)


def answer(**values):
    print(json.dumps(values), flush=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", metavar="DIR")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--compile", action="store_true", help="with torch.compile")
    parser.add_argument("--tuned", action="store_true", help="in a faster environment")
    options = parser.parse_args()
    if options.tuned:
        tune(options.directory)
    torch.set_num_threads(options.threads)
    step = Step(options.directory, options.compile)
    answer(torch=torch.__version__, transformers=transformers.__version__)
    for line in sys.stdin:
        command, _, rest = line.strip().partition(" ")
        answer(loss=step.gradients(rest) if command == "gradients" else step.step())


if __name__ == "__main__":
    main()
